"""Parses written by hand, so that tests of the rules need no pipeline."""

from motif.represent.parse import ParsedText

__all__ = ["PARSES", "parse"]

# each word: as it stands / part of speech / tag / lemma / relation > head; names as first-last:label
PARSES = {
    "passive": """Lena/PROPN/NNP/Lena/nsubjpass>2 is/AUX/VBZ/be/auxpass>2 betrayed/VERB/VBN/betray/ROOT>2
        by/ADP/IN/by/agent>2 Viktor/PROPN/NNP/Viktor/pobj>3 and/CCONJ/CC/and/cc>2 thrown/VERB/VBN/throw/conj>2
        into/ADP/IN/into/prep>6 prison/NOUN/NN/prison/pobj>7 ./PUNCT/././punct>2 | 0-1:PERSON 4-5:PERSON""",
    "infinitive": """Luca/PROPN/NNP/Luca/nsubj>1 persuades/VERB/VBZ/persuade/ROOT>1 Anna/PROPN/NNP/Anna/dobj>1
        to/PART/TO/to/aux>4 escape/VERB/VB/escape/xcomp>1 ./PUNCT/././punct>1 | 0-1:PERSON 2-3:PERSON""",
    "copula": """Nora/PROPN/NNP/Nora/nsubj>1 was/AUX/VBD/be/ROOT>1 not/PART/RB/not/neg>1 brave/ADJ/JJ/brave/acomp>1
        and/CCONJ/CC/and/cc>3 poor/ADJ/JJ/poor/conj>3 ./PUNCT/././punct>1 | 0-1:PERSON""",
    "apposition": """Captain/PROPN/NNP/Captain/compound>1 Ruiz/PROPN/NNP/Ruiz/nsubj>7 ,/PUNCT/,/,/punct>1
        a/DET/DT/a/det>5 young/ADJ/JJ/young/amod>5 thief/NOUN/NN/thief/appos>1 ,/PUNCT/,/,/punct>1
        tries/VERB/VBZ/try/ROOT>7 to/PART/TO/to/aux>9 escape/VERB/VB/escape/xcomp>7 ./PUNCT/././punct>7
        | 1-2:PERSON""",
    "relative": """Maeve/PROPN/NNP/Maeve/nsubj>1 meets/VERB/VBZ/meet/ROOT>1 Oskar/PROPN/NNP/Oskar/dobj>1
        ,/PUNCT/,/,/punct>2 who/PRON/WP/who/nsubj>5 repairs/VERB/VBZ/repair/relcl>2 clocks/NOUN/NNS/clock/dobj>5
        ./PUNCT/././punct>1 | 0-1:ORG 2-3:PERSON""",
    "possession": """Nick/PROPN/NNP/Nick/poss>4 's/PART/POS/'s/case>0 ex/NOUN/NN/ex/nmod>4 -/PUNCT/HYPH/-/punct>4
        wife/NOUN/NN/wife/nsubj>5 leaves/VERB/VBZ/leave/ROOT>5 his/PRON/PRP$/his/poss>7 house/NOUN/NN/house/dobj>5
        ./PUNCT/././punct>5 | 0-1:PERSON""",
    "slip": """Dmitri/PROPN/NNP/Dmitri/compound>1 kidnaps/NOUN/NNS/kidnap/ROOT>1 Clara/PROPN/NNP/Clara/poss>4
        's/PART/POS/'s/case>2 daughter/NOUN/NN/daughter/appos>1 and/CCONJ/CC/and/cc>1 flees/NOUN/NNS/flee/conj>4
        ./PUNCT/././punct>1 | 0-1:PERSON 2-3:PERSON""",
    "pronouns": """Hannah/PROPN/NNP/Hannah/nsubj>1 marries/VERB/VBZ/marry/ROOT>1 Joseph/PROPN/NNP/Joseph/dobj>1
        but/CCONJ/CC/but/cc>1 she/PRON/PRP/she/nsubj>6 never/ADV/RB/never/neg>6 loves/VERB/VBZ/love/conj>1
        him/PRON/PRP/he/dobj>6 ./PUNCT/././punct>1 | 0-1:PERSON 2-3:PERSON""",
    "potters": """Mr./PROPN/NNP/Mr./compound>1 Potter/PROPN/NNP/Potter/nsubj>2 hires/VERB/VBZ/hire/ROOT>2
        Harry/PROPN/NNP/Harry/compound>4 Potter/PROPN/NNP/Potter/dobj>2 ;/PUNCT/:/;/punct>2
        Mrs./PROPN/NNP/Mrs./compound>7 Potter/PROPN/NNP/Potter/nsubj>8 fires/VERB/VBZ/fire/conj>2
        Harry/PROPN/NNP/Harry/dobj>8 ./PUNCT/././punct>2 | 1-2:PERSON 3-5:PERSON 7-8:PERSON 9-10:PERSON""",
    "neither": """Neither/CCONJ/CC/neither/det>1 Sam/PROPN/NNP/Sam/nsubj>4 nor/CCONJ/CC/nor/cc>1
        Kim/PROPN/NNP/Kim/conj>1 escaped/VERB/VBD/escape/ROOT>4 ./PUNCT/././punct>4 | 1-2:PERSON 3-4:PERSON""",
    "met neither": """Lena/PROPN/NNP/Lena/nsubj>1 met/VERB/VBD/meet/ROOT>1 neither/CCONJ/CC/neither/preconj>3
        Sam/PROPN/NNP/Sam/dobj>1 nor/CCONJ/CC/nor/cc>3 Kim/PROPN/NNP/Kim/conj>3 ./PUNCT/././punct>1
        | 0-1:PERSON 3-4:PERSON 5-6:PERSON""",
    "no longer": """Sam/PROPN/NNP/Sam/nsubj>1 is/AUX/VBZ/be/ROOT>1 no/ADV/RB/no/neg>3 longer/ADV/RBR/long/advmod>1
        rich/ADJ/JJ/rich/acomp>1 ./PUNCT/././punct>1 | 0-1:PERSON""",
    "no longer afraid": """Anna/PROPN/NNP/Anna/nsubj>6 ,/PUNCT/,/,/punct>0 no/ADV/RB/no/neg>3
        longer/ADV/RBR/long/advmod>4 afraid/ADJ/JJ/afraid/amod>0 ,/PUNCT/,/,/punct>0 kills/VERB/VBZ/kill/ROOT>6
        him/PRON/PRP/he/dobj>6 ./PUNCT/././punct>6 | 0-1:PERSON""",
    "known as": """Tom/PROPN/NNP/Tom/nsubj>7 ,/PUNCT/,/,/punct>0 also/ADV/RB/also/advmod>3 known/VERB/VBN/know/acl>0
        as/ADP/IN/as/prep>3 Red/PROPN/NNP/Red/pobj>4 ,/PUNCT/,/,/punct>0 loves/VERB/VBZ/love/ROOT>7
        Anna/PROPN/NNP/Anna/dobj>7 ./PUNCT/././punct>7 | 0-1:PERSON 5-6:PERSON 8-9:PERSON""",
    "place": """In/ADP/IN/in/prep>3 Paris/PROPN/NNP/Paris/pobj>0 Tom/PROPN/NNP/Tom/nsubj>3 meets/VERB/VBZ/meet/ROOT>3
        the/DET/DT/the/det>5 boy/NOUN/NN/boy/dobj>3 ./PUNCT/././punct>3 | 1-2:GPE 2-3:PERSON""",
}


def parse(name: str) -> ParsedText:
    """Return a parse of the list."""
    told, _, labelled = PARSES[name].partition("|")
    words = [word.rsplit("/", 4) for word in told.split()]
    text = " ".join(word[0] for word in words)
    offsets, place = [], 0
    for word in words:
        offsets.append(place)
        place += len(word[0]) + 1
    names = []
    for one in labelled.split():
        span, label = one.split(":")
        start, end = span.split("-")
        names.append((int(start), int(end), label))
    links = [word[4].rsplit(">", 1) for word in words]
    plain = [[word[column] for word in words] for column in (0, 3, 1, 2)]
    return ParsedText(text, *plain, [one[0] for one in links], [int(one[1]) for one in links], offsets, [0], names)
