"""Words that tell what is done, and words that say nothing about what it is."""

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "6th": 6,
    "last": -1, "final": -1,
}  # fmt: skip
NOT_DONE = (
    "not", "isn't", "isnt", "aren't", "arent", "wasn't", "haven't", "havent", "hasn't", "hasnt", "didn't", "didnt", "never", "untick", "uncheck",
    "unmark", "by accident", "by mistake", "still open", "still to do", "missing", "undone", "remains", "still left", "yet to",
)  # fmt: skip
"""Any of these makes a clause say that something is not done."""
BEYOND = ("except", "except for", "apart from", "but not", "other than", "besides", "all but", "everything but", "without")
"""What follows these is left out of what is done."""
UP_TO = ("everything before", "all before", "up to", "upto", "up until", "until", "till", "before", "as far as", "through to")
"""What follows these is where the done part ends."""
HALF = ("half", "halfway", "half way", "midway", "middle", "0.5", "50")
FILLER = frozenset(
    """i i've ive i'm im i'd we we've have has had did do does done doing finish finished finishing complete completed completing
    with the a an is are am was were be been it its it's that that's thats this these those and or but my our your me us you of to in for on at by
    as from so step steps project projects milestone milestones task tasks part parts exercise exercises just also both all whole everything
    every mark marked tick ticked check checked off today yesterday now finally already last night morning week weekend ago
    please ok okay yes yay hi hello too well good great work works worked working runs running ran made make got get gets managed through behind
    not isn't isnt aren't arent yet haven't havent hasn't didn't untick unmark wait no never sorry still wrong accident mistake after
    up until till before half halfway way midway except apart other than besides log note cross out can one thing stuff bit first next what
    took me hours hour minutes longer than planned long time going go on only some more very much quite really think guess ready
    is wrapped handled managed it'll there then when""".split()
)
"""Words that do not tell which step is meant."""
