"""What the list of conversations holds, on a page of its own: AppTest closes dialogs at every step."""

from advisor.web import menu

menu.contents()
