"""The command line: the same advisor as in the browser.

    advisor chat [--jsonl]          talk; with --jsonl a machine-readable line for each message
    advisor plan TEXT               a draft from one text, without questions
    advisor search QUERY            passages of the knowledge base
    advisor export [FORMAT]         the plan of a conversation as a file, or the conversation itself
    advisor import FILE             a conversation from such a file
    advisor data export|delete      all that is kept of you
    advisor catalog check|export    the knowledge base
    advisor catalog links|schema    its addresses over the network; JSON Schema for editors
    advisor corpus gaps             what people asked and found nothing on
    advisor index build             the search index
    advisor model list|test         what can speak, and whether it works
    advisor model download          a small language model, run without a server
"""

import click

from advisor.cli import curation, model, taking, talk  # noqa: F401  (their commands join the group when imported)
from advisor.cli.options import main
from advisor.errors import AdvisorError


def run() -> None:
    """The entry point: errors become one plain sentence on standard error."""
    try:
        main(standalone_mode=False)
    except AdvisorError as error:
        click.echo(error.sentence, err=True)
        if error.detail:
            click.echo(error.detail, err=True)
        raise SystemExit(1) from None
    except click.exceptions.Abort:
        raise SystemExit(130) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
