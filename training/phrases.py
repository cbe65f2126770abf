"""Names of several words in a sentence: the longest known phrase from each word on, left to right. src/language/phrases.cpp does the same."""
import features

BITS = 4                         # place, organisation, person; and the first word of a phrase
FIRST = 1 << (BITS - 1)


class Phrases:
    """table: {"west bank": bits} as gazetteer.read gives it."""

    def __init__(self, table):
        self.table, self.keys = table, {}
        self.begun = set()       # what a phrase may begin with, its whole self left out
        for p in table:
            words = p.split(" ")
            for n in range(1, len(words)):
                self.begun.add(" ".join(words[:n]))

    def key(self, form):
        k = self.keys.get(form)
        if k is None:
            k = self.keys[form] = features.key(form)
        return k

    def marks(self, forms):
        """-> a number a word: 0 outside, else the bits of the phrase that it is part of."""
        out = [0] * len(forms)
        at = 0
        while at < len(forms):
            so_far, end, bits, next_ = self.key(forms[at]), at + 1, 0, at + 1
            while so_far in self.begun and next_ < len(forms):
                so_far += " " + self.key(forms[next_])
                next_ += 1
                if so_far in self.table:
                    end, bits = next_, self.table[so_far]
            for i in range(at, end) if bits else ():
                out[i] = bits | (FIRST if i == at else 0)
            at = end
        return out
