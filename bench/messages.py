"""What is said in the turns that are timed: written for this benchmark, and nowhere else in the project."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GO_ON = "Just draft it"
"""Said when the same question comes twice."""
NO_IDEA = ("I don't know", "No idea, honestly", "Not sure yet", "Can't say", "I really don't know that", "Hard to tell")


@dataclass(frozen=True)
class Talk:
    """One conversation: its problem, what is asked for in the end, and what changes."""

    problem: str
    explain: str
    change: str


TALKS: Sequence[Talk] = (
    Talk("Our guestbook gets forty junk entries a night and I delete them by hand. I know PHP and MySQL, no Python.",
         "What does recall mean?", "I'll only have 2 hours a week from now on"),
    Talk("I run support for a ticketing tool; half of what comes in through the contact form is advertising.",
         "Can you explain TF-IDF to me?", "The date moved, it must work in 6 weeks"),
    Talk("My web shop for board games should suggest other games on each product page. I'm a Ruby developer.",
         "How does collaborative filtering work?", "I can give it 12 hours a week after all"),
    Talk("People read one recipe on our site and leave. I'd like to show them three more that they will like.",
         "What is a cold start?", "Make it 4 hours a week please"),
    Talk("I photograph mushrooms and want a program that tells me the species. Some Python, one laptop.",
         "What is transfer learning?", "I bought a computer with a graphics card"),
    Talk("Sorting pictures of scratched and clean tiles is done by eye here and it is tiring. I want to automate it.",
         "Explain overfitting in plain words", "It has to be done within ten weeks"),
    Talk("I'd like to count the parcels on the conveyor from a camera picture. I work as a plant electrician.",
         "What is a bounding box?", "We have 3 months less than I thought, so 8 weeks in all"),
    Talk("A drone films our solar park, and I have to find broken panels in the pictures.",
         "What does IoU stand for?", "From next week on I have 15 hours a week"),
    Talk("How many rolls should my bakery bake on Saturdays? I have three years of sales in a spreadsheet.",
         "What is a naive forecast?", "Only one evening a week is left, about 3 hours"),
    Talk("Our blood bank wants to know next week's demand by blood group. I'm a statistician who writes R.",
         "Explain backtesting please", "I know Python quite well, I forgot to say that"),
    Talk("Members of our gym cancel and we never see it coming. I can do SQL and Excel.",
         "What is a calibrated probability?", "I now have 9 hours a week"),
    Talk("We sell a newsletter subscription and want to call those who are about to leave. Data analyst, ten years.",
         "How do I read a confusion matrix?", "Please plan with 5 weeks only"),
    Talk("Some of the expense claims in our firm are made up. I'd like to find the odd ones.",
         "What is class imbalance?", "I can only do 2.5 hours a week"),
    Talk("Stolen cards are used in our online shop, perhaps one order in five hundred. Backend engineer, Go and SQL.",
         "What is a precision-recall curve?", "It must be able to explain every decision"),
    Talk("Our manuals have nine thousand pages and the search finds only exact words. I write Java.",
         "What is an embedding?", "Change my hours to 7 a week"),
    Talk("Students ask the library for papers in their own words, and the catalogue doesn't understand them.",
         "Explain cosine similarity", "There's no deadline any more, but 4 hours a week at most"),
    Talk("I want staff to ask questions and get answers from our safety rules, with the paragraph they come from.",
         "What is retrieval-augmented generation?", "The documents must not leave our building"),
    Talk("Can a program answer questions about the tenancy contracts in our archive? They are scanned.",
         "What is chunking?", "My time shrank to 3 hours a week"),
    Talk("We type invoice numbers and totals from PDF files into a form all day. I know a bit of Python.",
         "What is named entity recognition?", "I'd have 14 hours a week in the summer"),
    Talk("From delivery notes I need sender, date and weight. There are about two hundred a week.",
         "How does OCR work?", "We have to show it in 9 weeks"),
    Talk("Hotel guests write reviews and my boss wants to know what they complain about most.",
         "What is a baseline?", "Reviews come in five languages, by the way"),
    Talk("I collect comments about our city's buses and want to see whether the mood gets better. Journalist, no code.",
         "What is sentiment analysis?", "Let's say 6 hours a week instead"),
    Talk("Pumps in our waterworks fail without warning; they have vibration sensors. I'm a mechanical engineer.",
         "What is anomaly detection?", "I must have something in 12 weeks"),
    Talk("Our lifts report error codes for months before they stop. I'd like to send somebody in time.",
         "What is survival analysis?", "Halve my time: 2 hours a week"),
    Talk("Our ML models are deployed by hand and nobody knows which version is live in production. I'm a data scientist.",
         "What is a model registry?", "I have been given 20 hours a week for it"),
    Talk("I keep our Kubernetes cluster running and shall look after the ML models from now on. What do I need?",
         "What is data drift?", "Let it be ready in 7 weeks"),
)  # fmt: skip

NEXT: Sequence[str] = (
    "What next?", "So what do I do first?", "And now?", "What should I do this week?", "Where do I start?",
    "What's my next step?", "Tell me what to do next", "Okay, what comes next?", "What would you start with?",
    "What is the first thing to build?", "Which step is next?", "Where should I begin tonight?", "What do I tackle now?",
    "What is up next for me?", "How do I begin?", "What's first?", "I have an hour now, what shall I do?",
    "Next step please", "What do I do tomorrow?", "What should come first?", "Right, what's next then?",
    "What am I to do now?", "Which part do I begin with?", "What is the next thing to do?",
    "I'm ready, what's the first step?", "What shall I do next?",
)  # fmt: skip

ANSWERS: Mapping[str, Sequence[str]] = {
    "skills": (
        "PHP, MySQL and a little JavaScript", "Nothing with computers beyond Word", "Ruby and SQL for a living",
        "A bit of Python from an evening course", "Python basics and some pandas", "Excel, and macros in it",
        "Nothing yet", "MATLAB at university", "Spreadsheets only", "R, mostly statistics", "SQL every day, Excel too",
        "SQL, Tableau and some Python", "VBA and Access", "Go, SQL, Docker and git", "Java and Spring",
        "Python, git and Linux", "C# at work", "HTML and CSS", "Some Python scripts", "Only Excel formulas",
        "Pandas and matplotlib", "No programming at all", "C and PLC programming", "Python and a bit of SQL",
        "Python, scikit-learn and Jupyter", "Linux, Docker, Terraform and bash",
    ),
    "hours": tuple(f"{how} {n} hours a week" for n, how in enumerate(
        ("About", "Roughly", "At most", "Maybe", "Around", "I'd say", "Up to", "Something like", "Perhaps", "Some",
         "Likely", "On average", "In a good week"), start=3)),
    "deadline": tuple(f"{how} {n} weeks" for n, how in enumerate(
        ("In", "Within", "It should work in", "We have", "I'd like it in", "My boss says", "Let's say", "About",
         "Roughly", "In some", "At the latest in", "There are", "Preferably in"), start=9)),
    "hardware": ("My old laptop", "A gaming PC with an RTX card", "The company's cloud", "A laptop without a graphics card",
                 "An office computer", "Just this laptop", "A workstation with a GPU"),
    "labels": (
        "A few hundred, marked by two colleagues", "None so far", "Thousands, five years of them", "Around 200",
        "Nothing labelled yet", "Some hundreds", "Tens of thousands", "No, not one", "A couple hundred at most",
        "Lots, every case was decided by somebody",
    ),
    "privacy": ("It must stay in the house", "Yes, that is fine", "No, it is confidential", "It is public anyway",
                "Better not", "Sure, it may", "Never, the lawyers would object", "Yes, no secrets in it"),
    "delivery": ("Once a day is enough", "At once, people wait for it", "A list every morning", "While they are on the page",
                 "Weekly is fine", "Immediately", "Overnight", "Live, I'm afraid"),
    "explain": ("Yes, management will ask", "No, nobody asks", "Yes, it must be justified", "Not needed"),
    "device": ("No, a server is fine", "On the phone, in the woods", "No, my laptop will do", "On a small box without internet"),
    "languages": ("Only English", "German and English", "One language", "Several, it's a mix", "Everything is in French"),
}  # fmt: skip
"""By the catalogue's id of a question; whatever else is asked gets NO_IDEA."""


class Answers:
    """Gives each answer once before it gives any again."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def to(self, question: str) -> str:
        """The next answer to this question."""
        pool = ANSWERS.get(question, NO_IDEA)
        key = question if question in ANSWERS else ""
        number = self._given.get(key, 0)
        self._given[key] = number + 1
        return pool[number % len(pool)]
