"""Texts that would act, break or hide something if a format took them for more than text."""

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style></svg></title><b>bold",
    "<!-- hidden",
    "]]> &lt;b&gt; &#60; &amp;",
    "\" onmouseover=\"alert(1)' x='",
    "#import \"@preview/evil:1.0.0\": *",
    "#read(\"/etc/passwd\") #sys.inputs #eval(\"1\")",
    "$x$ $ sum_(i=1)^n $ _em_ *strong* `code` <label> @label = Heading",
    "// comment /* more",
    "\\ \\u{41} \\n \\",
    "{{ x }} ${x} %s {0}",
    "a\u202eb\u202cc \u2066d\u2069",
    "x\x00y\x1b[31m\x7fz\x0c",
    "one\u2028two\u2029three\r\nfour\rfive",
    "=HYPERLINK(\"https://evil.example\")",
    "[click](javascript:alert(1)) javascript:alert(1)",
    "half \ufffe of \uffff nothing \ufdd0",
    "emoji \U0001f600 \U0001f469\u200d\U0001f4bb \u2615\ufe0f",
    "Ελληνικά Русский Tiếng Việt Zażółć",
    "שלום עולם",
    "مرحبا بالعالم",
    "漢字 かな 한국어",
    "e\u0301a\u0308" * 10,
    "w" * 500,
    "&",
    "<",
]

LONG = "A sentence that goes on. " * 400
"""Ten thousand characters."""
