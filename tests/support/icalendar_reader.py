"""A strict reader of iCalendar, written from RFC 5545 alone: it refuses what the standard does not allow."""

import re
from dataclasses import dataclass, field

_LINE = re.compile(r'(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[A-Za-z0-9-]+=(?:[^";:,\x00-\x1f]*|"[^"\x00-\x1f]*"))*):(?P<value>.*)', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)")
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "SEQUENCE", "STATUS", "TRANSP"}


@dataclass
class Component:
    """A component: its properties by name, each as parameters and value, and what it holds."""

    name: str
    properties: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    components: list["Component"] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The one value of a property of texts, its escapes undone."""
        ((_, value),) = self.properties[name]
        assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"a bare separator in {value!r}"
        return _ESCAPE.sub(lambda found: {"n": "\n", "N": "\n"}.get(found.group(1), found.group(1)), value)

    def date(self, name: str) -> str:
        """The one value of a property of days, such as 20260301."""
        ((parameters, value),) = self.properties[name]
        assert parameters == ";VALUE=DATE"
        assert re.fullmatch(r"\d{8}", value)
        return value


def read(content: bytes) -> Component:
    """The one calendar in the file."""
    assert content.endswith(b"\r\n")
    assert b"\r" not in content.replace(b"\r\n", b""), "a carriage return alone"
    assert b"\n" not in content.replace(b"\r\n", b""), "a line feed alone"
    physical = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical), "a line of more than 75 octets"
    for line in physical:
        line.decode("utf-8")  # no character is cut in two
    root = Component("")
    open_ = [root]
    for line in content[:-2].replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode("utf-8").split("\r\n"):
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line), f"a control character in {line!r}"
        found = _LINE.fullmatch(line)
        assert found, f"no content line: {line!r}"
        name, value = found["name"].upper(), found["value"]
        if name == "BEGIN":
            made = Component(value)
            open_[-1].components.append(made)
            open_.append(made)
        elif name == "END":
            assert open_.pop().name == value
        else:
            open_[-1].properties.setdefault(name, []).append((found["params"], value))
    assert open_ == [root]
    (calendar,) = root.components
    assert calendar.name == "VCALENDAR"
    assert calendar.properties["VERSION"] == [("", "2.0")]
    assert len(calendar.properties["PRODID"]) == 1
    assert calendar.components, "a calendar without components"
    for event in calendar.components:
        assert all(len(event.properties.get(name, [])) <= 1 for name in ONCE)
        assert {"UID", "DTSTAMP", "DTSTART"} <= set(event.properties)
        assert re.fullmatch(r"\d{8}T\d{6}Z", event.properties["DTSTAMP"][0][1])
    uids = [event.text("UID") for event in calendar.components]
    assert len(uids) == len(set(uids))
    return calendar
