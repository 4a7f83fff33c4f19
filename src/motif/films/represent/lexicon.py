"""Words that the rules know: titles, words for people, verbs that hand their object on, words that are never names."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = [
    "BEFALLING",
    "CALLING",
    "EPITHETS",
    "FRONTS",
    "HANDING_ON",
    "INTRANSITIVE",
    "LINKING",
    "NEUTER",
    "NOBODY",
    "ONLY_VERBS",
    "PARTICLES",
    "PEOPLE",
    "PERCEIVING",
    "PLACES",
    "PLACING",
    "PROMISING",
    "PRONOUNS",
    "SILENT",
    "SUFFIXES",
    "TITLES",
    "USUALLY",
    "Gender",
]

Gender: TypeAlias = Literal["female", "male"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _gendered(women: str, men: str) -> dict[str, Gender]:
    found: dict[str, Gender] = {}
    for word in women.split():
        found[word] = "female"
    for word in men.split():
        found[word] = "male"
    return found


_TITLES = """
doctor dr prof professor captain capt colonel col general gen major lieutenant lt sergeant sgt corporal private
commander admiral commodore ensign marshal brigadier officer constable detective inspector superintendent agent
sheriff deputy chief chancellor senator governor president mayor minister ambassador congressman congresswoman judge
justice attorney counselor councilman reverend rev pastor bishop archbishop cardinal pope rabbi imam guru chef coach
principal dean nurse private-eye emperor king prince duke baron count earl lord sir master mister father brother
uncle grandpa grandfather queen princess duchess baroness countess lady dame empress madam madame mademoiselle
mother sister aunt auntie grandma grandmother miss mrs mr ms mx monsieur herr frau fraulein fräulein señor señora
señorita senor senora senorita signor signora signorina don dona doña comrade cousin saint st special secretary
director commissioner warden viceroy knight boss navigator hobbit lawyer squire guard pilot engineer trooper cadet
first-officer secretary-general
"""
_FEMALE_TITLES = """
congresswoman queen princess duchess baroness countess lady dame empress madam madame mademoiselle mother sister
aunt auntie grandma grandmother miss mrs ms frau fraulein fräulein señora señorita senora senorita signora signorina
dona doña
"""
_MALE_TITLES = """
congressman councilman bishop archbishop cardinal pope emperor king prince duke baron count earl lord sir mister
father brother uncle grandpa grandfather mr monsieur herr señor senor signor don
"""
TITLES: dict[str, Gender | None] = {**dict.fromkeys(_words(_TITLES), None), **_gendered(_FEMALE_TITLES, _MALE_TITLES)}
"""Words before a name that are no part of it, and who bears them; None where either does."""

SILENT = frozenset({"mr", "mrs", "ms", "mx", "mister", "st"})
"""Titles that say nothing of their bearer but the gender, and so are no attribute."""

EPITHETS = _words(
    """
    young old little big poor wise mad crazy evil good dear great fat tall sweet dead late blind brave lonely
    rich
    """
)
"""Adjectives that are written with a capital before a name, and are no part of it."""

_WOMEN = """
woman girl lady wife mother mom mum mommy mama daughter sister aunt niece grandmother grandma granddaughter
stepmother stepdaughter stepsister half-sister bride widow girlfriend ex-girlfriend ex-wife housewife heroine queen
princess duchess countess actress waitress hostess stewardess nun witch maid goddess mistress heiress schoolgirl
businesswoman policewoman saleswoman spokeswoman sorceress priestess seamstress landlady ballerina showgirl
prostitute fiancée empress baroness governess enchantress godmother matriarch divorcée socialite cheerleader nanny
midwife
"""
_MEN = """
man boy gentleman husband father dad daddy papa son brother uncle nephew grandfather grandpa grandson stepfather
stepson stepbrother half-brother groom bridegroom widower boyfriend ex-boyfriend ex-husband hero king prince duke
count earl baron actor waiter host steward monk wizard butler god heir schoolboy businessman policeman salesman
spokesman sorcerer priest landlord fiancé emperor godfather patriarch fisherman fireman gunman henchman hitman
conman handyman bachelor guy chap lad gangster cowboy mailman chairman craftsman cop playboy
"""
PEOPLE = _gendered(_WOMEN, _MEN)
"""Nouns for people that tell their gender."""
for _either in ("host", "actor", "heir", "hero", "cop", "god", "steward", "cheerleader", "prostitute", "socialite"):
    PEOPLE.pop(_either, None)  # said of both, nowadays

NEUTER = _words(
    """
    robot android computer machine ship spaceship dog cat horse animal creature monster alien dragon bear wolf
    shark bird program car truck toy doll puppet rat mouse fish ape monkey gorilla dinosaur lion elephant
    company
    """
)
"""Nouns for what "it" may stand for."""

PRONOUNS: dict[str, tuple[Gender | None, bool]] = {
    "he": ("male", False),
    "him": ("male", False),
    "his": ("male", False),
    "himself": ("male", True),
    "she": ("female", False),
    "her": ("female", False),
    "hers": ("female", False),
    "herself": ("female", True),
    "it": (None, False),
    "its": (None, False),
    "itself": (None, True),
}
"""Pronouns for one of a third party: whose, and whether they point back at the subject."""

HANDING_ON = _words(
    """
    ask tell order force persuade convince forbid allow permit help teach train send invite urge encourage beg
    warn command instruct compel hire recruit tempt trick lead leave enable cause challenge push pressure expect
    blackmail coerce inspire implore assign entice bribe dare drive manipulate motivate request require advise
    entrust employ
    """
)
"""Verbs whose object does what the infinitive behind it says: "persuades Idris to confess"."""

PROMISING = frozenset({"promise", "vow", "threaten", "swear", "use", "take", "need", "have"})
"""Verbs whose subject does it in spite of an object: "promises Ann to return"."""

PLACING = frozenset({"find", "leave", "keep", "discover", "consider", "think", "believe", "render", "declare", "call"})
"""Verbs that say how their object is: "finds Isla married"."""

INTRANSITIVE = _words(
    """
    die escape flee come go arrive return run fall wake sleep cry smile laugh weep vanish appear disappear survive sit
    stand live travel fly hide drown faint wait rise collapse graduate lie recover agree grow
    """
)
"""Verbs that share no object with the verb behind them: "dies and leaves Prudence his fortune"."""

PERCEIVING = frozenset({"make", "let", "watch", "see", "hear", "help", "have", "feel", "bid"})
"""Verbs whose object does what the bare infinitive behind it says: "makes Leo cry"."""

LINKING = frozenset(
    {"be", "become", "seem", "appear", "remain", "feel", "look", "stay", "sound", "prove", "turn", "go"}
)
"""Verbs that join a subject to an adjective."""

BEFALLING = _words(
    """
    arise ensue pass occur happen erupt escalate break rise spread follow flare come begin start end continue
    run go fall result unfold mount emerge
    """
)
"""Verbs of what happens: a noun that begins a sentence before them is no name ("Tension arises")."""

CALLING = frozenset({"name", "call", "nickname", "dub", "christen", "rename"})
"""Verbs that give a noun its name: "a thief named Paolo"."""

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "esq", "phd", "md"})
"""What follows a name and tells nobody apart from themselves."""

PARTICLES = frozenset(
    {"de", "la", "del", "della", "van", "von", "der", "den", "di", "da", "du", "le", "bin", "al", "el", "ibn", "y"}
)
"""Small words inside a name."""

NOBODY = _words(
    """
    god christmas christ lord english french german american british monday tuesday wednesday thursday friday
    saturday sunday january february march april june july august september october november december internet
    earth heaven hell police army navy congress fbi cia nypd lapd bible halloween easter thanksgiving i.e e.g tv
    dvd cd ii iii iv police mafia nazis world war death life love hollywood men women doctors nurses guards
    soldiers time ride stand type prologue epilogue meanwhile
    """
)
"""Words with a capital that name no character by themselves."""

PLACES = _words(
    """
    street avenue road lane boulevard square plaza city town village county state island islands river lake sea
    ocean bay mountain mountains mount valley canyon forest beach bridge tower building hotel motel inn hospital
    asylum school college university academy institute church cathedral temple palace castle mansion manor
    prison penitentiary station airport harbor harbour port park garden gardens zoo theatre theater museum
    library bar club cafe café restaurant company corporation corp inc ltd co bank department bureau agency
    ministry squad unit team corps force forces regiment battalion division army navy police party government
    council committee court empire republic kingdom day night week year war battle treaty act award awards prize
    cup bowl championship tournament olympics festival hurricane operation project house hall center centre room
    south north east west times post gazette magazine news records studio studios pictures series show express
    league association society union order guild
    """
)
"""Words that end the name of a place, a body or a time, not of a person."""

FRONTS = frozenset(
    [
        "hurricane",
        "operation",
        "project",
        "lake",
        "mount",
        "mt",
        "fort",
        "camp",
        "university",
        "bank",
        "battle",
        "treaty",
        "rms",
        "hms",
        "uss",
    ]
)
"""Words that begin one."""

_USUALLY_MEN = """
bill billy frank frankie fred freddie freddy george bobby eddie eddy jerry max ray ted teddy tim timmy tommy tony
barry benny bennie bernie brett cal carmine cary cecil christian clem cody corey darryl daryl daron donnie donny
danny denny dorian gene glen glenn gus heath ira jesse joey karel kip kyle leland lonnie luce mel micky michel noel
paulie perry phil quentin ricky robbie robby ronnie ronny rory sam sammy sean shaun shawn shane theo toby vin vinnie
wally willie willy brooks jermaine lorne michal matty dallas con constantine adan augustine bert del dell
"""
_USUALLY_WOMEN = """
abbey abbie abby addie andrea angie brandy brooke claire clare clair connie courtney evelyn gail gale germaine
ginger grace haley hazel hilary hillary holly julie kelsey kylie lauren laurie linn lindsay lindsey lynn maddie
maddy mallory meredith merry meryl michele nichole nicola niki nikki paige patrice patsy penny ruby sandy shannon
shelley simone stacy tammy tracy whitney winnie wynn jean jodie jodi
"""
USUALLY = _gendered(_USUALLY_WOMEN, _USUALLY_MEN)
"""First names that the list calls either's, and whose they mostly are: our own judgement."""

ONLY_VERBS = _words(
    """
    abdicate absolve absorb accede accept accompany accuse acknowledge acquire activate adhere adjust admire
    admit admonish adopt advise affirm agree allow amend analyze announce annoy anoint antagonize apologise
    apologize appear appoint appreciate apprehend approve argue arise arouse arrange arrive ascend ask aspire
    assassinate assemble assert assess assign assume assure atone attach attain attend attract augment authorize
    avoid awaken backtrack banish bask become befriend beg believe belong berate besiege betray bless blurt
    bring bury capitalize carve characterize chide choose circumscribe clothe collide commandeer commence commit
    compel compete compile complain complicate comply conceal conclude concur condemn confess confide confirm
    confront connect conquer consider consist consult consume contain contemplate continue contrive convince
    convulse create criticize cultivate deactivate debunk deceive decide decimate decipher declare deduce defend
    defuse defy delete deliver demonstrate demote deny depart depend depict deride descend describe deserve
    despise destroy detach detect deteriorate determine detest detonate develop devote devour diminish disable
    disagree disappear disapprove disarm disclose discover discuss disintegrate dismiss disobey disown disperse
    displease dispose dissuade distinguish distract divulge dominate douse drown dwell earn eat eavesdrop eject
    electrocute embark embolden emerge emit emphasize enable encompass encourage engage enjoy enlist enrage
    enroll enslave ensue ensure enter entice envision eradicate erase erode erupt escalate establish evacuate
    evade evict examine exceed exclaim exclude execute exist expect explain explicate explode explore expound
    fail feign fend flatter flee follow forbid forgive frighten frustrate fulfill galvanize generate greet grow
    hallucinate halve happen harden heal hear hesitate humiliate identify idolize ignite ignore imagine imitate
    immobilize implore imply impound imprison improvise incapacitate include incur indicate induce indulge
    infect infer infiltrate inform infuriate inhabit inject injure insinuate insist inspect inspire instruct
    intend intercede interfere interpret interrogate intervene intimidate introduce invade invest investigate
    invoke involve isolate jeopardize justify kidnap learn lend levitate liken linger listen locate lose
    maintain manage manipulate marry misplace mistreat motivate mutate mutilate narrate nominate obey observe
    obstruct obtain occur offend operate opine organise organize overcome overdose overhear overheat overpower
    oversee overwhelm participate penetrate perceive perform persist persuade pester plead possess postpone pour
    practise pray predict prefer prepare prevail prevent prioritize proceed proclaim procure profess propel
    propose protect prove provide provoke publicise publish punish pursue quit ravish react realise realize
    reanimate reappear reassert reassign reassure receive reclaim recline recognise recognize recommend
    reconcile reconsider recover recuperate redirect refer regain regale regurgitate reiterate rejoice relate
    relax relent relieve relive remain remember remind reminisce renew repel replace represent reprise require
    resemble resent reside resign resist respond restart restore restrict resurface retaliate retire retrieve
    reunite reveal revisit revive revolve rob rouse seduce seem seize send sever sew shrivel sift sing sit slay
    smuggle solve speak spend starve stow strangle stun subdue succeed succumb suffer suffocate suggest summon
    surpass survive suspend sustain swear tend terrorise terrorize testify thank theorize thieve threaten
    tighten tolerate topple transcribe transform transmit unchain uncover undergo undermine understand unmask
    unravel untie upbraid vanish violate wander warn weaken weep withdraw wither worsen write
    """
)
"""Verbs that are no nouns as well: "steals the money and flees" has no flees. Those of plots, by WordNet."""
