"""What the rules read of what people are, do, study and compute on, however they put it."""

import pytest

from advisor.dialogue.reading.backgrounds import background_facts
from advisor.dialogue.reading.hardware import hardware_facts
from advisor.dialogue.reading.livelihoods import livelihoods
from advisor.dialogue.reading.statements import statements
from advisor.domain.brief import Fact, Provenance
from advisor.domain.catalog import Catalog
from advisor.domain.vocabulary import Hardware


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("We farm oysters off Cancale.", "farm oysters off Cancale"),
        ("I work nights in a cold store", "work nights in a cold store"),
        ("My husband and I run a guest house in Bergen", "run a guest house in Bergen"),
        ("I work for the red cross in Tirana, mostly by phone", "work for the red cross in Tirana"),
        ("I do the payroll for a chain of bakeries", "do the payroll for a chain of bakeries"),
        ("we are a team of three midwives", "midwives"),
        ("Our tannery in Fez sorts hides by eye", "Our tannery in Fez sorts hides"),
        ("My job: parking attendant", "parking attendant"),
        ("I'm with the coast guard in Halifax", "with the coast guard in Halifax"),
        ("speech therapist, Malta", "speech therapist"),
        ("Theatre prompter here, Vienna", "Theatre prompter"),
        ("I am electritian in Kaunas", "electritian in Kaunas"),
        ("im a hospitel porter", "hospitel porter"),
        ("hospital farmacist, Quito", "hospital farmacist"),
        ("i work in a slauterhouse", "work in a slauterhouse"),
        ("I score figure skating competitions for a living", "score figure skating competitions"),
        ("I make a living selling honey", "make a living selling honey"),
        ("I'm in procurement at a car maker", "in procurement at a car maker"),
        ("we've got a dairy farm", "got a dairy farm"),
        ("I belong to a mountain rescue team", "belong to a mountain rescue team"),
        ("The vet clinic where I work sees 90 dogs a day", "vet clinic"),
        ("This is Mehmet, a baker from Izmir", "baker from Izmir"),
        ("my work is in the post office of Oradea", "work is in the post office of Oradea"),
        ("Hello, I come from Riga and work like cleaner in a school", "cleaner in a school"),
        ("I'm a mother of three and a part-time florist", "part-time florist"),
        ("Used to be a butcher, now I code a little", "butcher"),
        ("I have a degree in fine arts", "degree in fine arts"),
    ],
)
def test_whatever_people_say_they_do_is_quoted_whole(catalog: Catalog, text: str, quote: str) -> None:
    [fact] = background_facts(catalog.backgrounds.values(), text, 1)
    assert (fact.value, fact.quote) == ("domain-expert", quote)


@pytest.mark.parametrize(
    ("text", "background", "quote"),
    [
        ("I'm a marine biologist in Chile", "scientist", "marine biologist in Chile"),
        ("Game developer at a studio, six years", "backend-engineer", "Game developer at a studio"),
        ("Data analyst at a hospital", "data-analyst", "Data analyst at a hospital"),
        ("I study to be a midwife", "student", "study to be a midwife"),
        ("I'm in my third year of medicine", "student", "in my third year of medicine"),
        ("third-year nursing student, Cork", "student", "third-year nursing student"),
    ],
)
def test_the_quote_holds_the_kind_and_the_place(catalog: Catalog, text: str, background: str, quote: str) -> None:
    [fact] = background_facts(catalog.backgrounds.values(), text, 1)
    assert (fact.value, fact.quote) == (background, quote)


@pytest.mark.parametrize(
    "text",
    [
        "My brother is a developer", "A radiologist outlined them", "My sister works at the town hall", "I'm a bit lost here", "I'm in a hurry",
        "I work with Excel every day", "I work from home on Fridays", "I work 40 hours a week", "I run Linux on my laptop", "I run every morning",
        "I drive an old Volvo to work", "I look after my mother at weekends", "I bake too much on Tuesdays", "I know a nurse who would test it",
        "Predict when a driver falls asleep", "Translator for whale songs, is that possible?", "My father has a degree in physics",
        "I study two hours every evening", "I clean the data in R", "I train models on photos", "I manage two hours a week", "I'm a morning person",
        "I'm from a small town near Lyon", "I run out of flour", "I'm a vegetarian", "can a computer replace a radiologist?",
        "how do I become a data scientist", "I process data in pandas", "I make mistakes",
    ],
)  # fmt: skip
def test_what_tells_of_no_livelihood_is_no_background(catalog: Catalog, text: str) -> None:
    assert background_facts(catalog.backgrounds.values(), text, 1) == []


def test_a_place_only_mentioned_gives_way_to_what_skills_suggest(catalog: Catalog) -> None:
    inferred = [Fact(name="background", value="backend-engineer", quote="Java", turn=1, provenance=Provenance.INFERRED)]
    assert background_facts(catalog.backgrounds.values(), "Ten years of Java. Our bakery throws away rolls.", 1, inferred) == inferred
    [fact] = background_facts(catalog.backgrounds.values(), "Ten years of Java. I'm a nurse now.", 1, inferred)
    assert fact.value == "domain-expert"


def test_misspelt_words_are_mended_and_stay_where_they_stand() -> None:
    text = "im a bycicle mechanik, old shoes too"
    [statement] = statements(text, livelihoods().spelling)
    assert statement.words == ("i'm", "a", "bycicle", "mechanic", "old", "shoes", "too")
    assert [text[token.start : token.end] for token in statement.tokens][3] == "mechanik"


@pytest.mark.parametrize(
    ("text", "hardware"),
    [
        ("We've a server with four A100s at the institute", "gpu"), ("My sister gave me her gaming PC, with a graphics card in it", "gpu"),
        ("ive got a good grafik card", "gpu"), ("The workstation at work has an NVIDIA card I can use", "gpu"), ("Box with 2×A6000 on site", "gpu"),
        ("just a labtop, nothing fancy", "cpu"), ("I work on a MacBook Pro M2", "cpu"), ("no grafic card in my computr", "cpu"),
        ("We have a cluster of CPU nodes", "cpu"), ("The gaming PC is my son's; I have an old laptop", "cpu"),
        ("I had a GPU at my last job, now only an office PC", "cpu"), ("The laptop is old and slow", "cpu"),
        ("My laptop is weak so I use Colab for everything", "cloud"), ("can use kaggle notebooks", "cloud"), ("My employer pays for AWS", "cloud"),
        ("just my fone, no computr", "none"), ("All I have is an iPad", "none"), ("My laptop died, I've only my phone", "none"),
        ("Laptop? Stolen. Only my mobile is left", "none"), ("got nothing but a smartphone", "none"),
    ],
)  # fmt: skip
def test_what_people_compute_on(text: str, hardware: str) -> None:
    assert [fact.value for fact in hardware_facts(text, 1)] == [Hardware(hardware)]


@pytest.mark.parametrize(
    "text",
    [
        "It must run on the farmer's own phone", "photos taken with a phone", "could a computer tell me that", "I want to predict GPU prices",
        "My colleague has a workstation with two RTX cards", "we repair phones and laptops", "computer science was never my thing",
        "our customers only have phones", "My phone has 12,000 pictures", "can I use a GPU for this?", "Calls come in by phone only", "please no Colab",
        "all has to be inside the mobile",
    ],
)  # fmt: skip
def test_other_machines_are_no_hardware(text: str) -> None:
    assert hardware_facts(text, 1) == []
