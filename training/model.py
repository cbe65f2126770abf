"""The network: word type -> x; two (or more) BiLSTM layers -> h; heads on h and x. MODEL.md is its description in words.

Parameters carry the very names of the tensors in the checkpoint; a checkpoint is a folder with model.json and tensors.npz.
"""
import json
import os

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import features
import lstm
import phrases

NAMES = ["PER", "ORG", "LOC", "NORP", "EVENT", "MISC"]
NAME_LABELS = ["O"] + [b + "-" + n for n in NAMES for b in "BI"]

DEFAULTS = dict(format="readout-checkpoint-1", features=features.FINGERPRINT, language="en",
                word_dim=128, vector_dim=96, affix_dim=32, buckets=16384, shape_dim=16, flags=16, mix=384, x_dim=256,
                layers=2, hidden=192, tag_dim=160, name_dim=96, arc_dim=128, label_dim=128, distance=16, clip=8.0,
                gate_clamp=10.0)


class Model(nn.Module):
    def __init__(self, hp, vectors, flags, phrase_table=None):
        """hp: DEFAULTS plus words, vector_words, tags, xpos, lemmas, labels, names; vectors [V,vector_dim]; flags {key: bits};
        phrase_table {phrase: bits}, whose bits are the last of hp["flags"]."""
        super().__init__()
        self.hp = hp
        self.flags, self.phrases = flags, phrase_table
        p = lambda *shape, scale=0.1: nn.Parameter(torch.randn(*shape) * scale)
        w = lambda o, i: nn.Parameter(nn.init.xavier_uniform_(torch.empty(o, i)))
        zero = lambda *shape: nn.Parameter(torch.zeros(*shape))
        E, H, X = hp, hp["hidden"], hp["x_dim"]
        t = {}
        t["type.word"] = p(len(E["words"]) + 1, E["word_dim"])
        t["type.affix"] = p(E["buckets"], E["affix_dim"])
        t["type.affix"].data[0].zero_()          # row 0: no such affix
        t["type.shape"] = p(features.SHAPES, E["shape_dim"])
        inputs = (E["word_dim"] + E["vector_dim"] + features.AFFIXES * E["affix_dim"] + E["affix_dim"] + E["shape_dim"] + E["flags"])
        t["type.mix.W"], t["type.mix.b"] = w(E["mix"], inputs), zero(E["mix"])
        t["type.out.W"], t["type.out.b"] = w(X, E["mix"]), zero(X)
        for l in range(E["layers"]):
            for d in ("fwd", "bwd"):
                i = X if l == 0 else 2 * H
                bias = torch.zeros(4 * H)
                bias[H:2 * H] = 1.0
                t[f"lstm.{l}.{d}.W"] = w(4 * H, i)
                t[f"lstm.{l}.{d}.U"] = nn.Parameter(torch.cat([nn.init.orthogonal_(torch.empty(H, H)) for _ in range(4)]))
                t[f"lstm.{l}.{d}.b"] = nn.Parameter(bias)
        for block, dim in (("tag", E["tag_dim"]), ("name", E["name_dim"])):
            t[f"{block}.hidden.W"], t[f"{block}.hidden.b"] = w(dim, 2 * H + X), zero(dim)
        for name, dim, n in (("tag.tags", E["tag_dim"], len(E["tags"])), ("tag.xpos", E["tag_dim"], len(E["xpos"])),
                             ("tag.lemmas", E["tag_dim"], len(E["lemmas"])), ("name.names", E["name_dim"], len(E["names"]))):
            t[name + ".W"], t[name + ".b"] = w(n, dim), zero(n)
        A, L = E["arc_dim"], E["label_dim"]
        for side in ("dep", "head"):
            t[f"arc.{side}.W"], t[f"arc.{side}.b"] = w(A, 2 * H), zero(A)
            t[f"label.{side}.W"] = w(L, 2 * H)
        t["label.b"] = zero(L)
        t["arc.U"], t["arc.u"] = w(A, A), zero(A)
        t["arc.root"], t["label.root"] = p(A), p(L)
        t["arc.distance"] = zero(2 * E["distance"] + 1)
        t["label.labels.W"], t["label.labels.b"] = w(len(E["labels"]), L), zero(len(E["labels"]))
        self.names = list(t)
        for name, value in t.items():
            self.register_parameter(name.replace(".", "/"), value)
        self.register_buffer("type/vector", torch.as_tensor(vectors, dtype=torch.float32))

    def __getitem__(self, name):
        return self._parameters[name.replace(".", "/")] if name != "type.vector" else self._buffers["type/vector"]

    # ------------------------------------------------------------------------------------------------ a word type
    def type_inputs(self, words, vectors, affixes, grams, gram_counts, shapes, flags):
        E = self.hp
        n = len(words)
        gram = F.embedding(grams, self["type.affix"], padding_idx=0).sum(1) / gram_counts.clamp(min=1).unsqueeze(1)
        f = torch.cat([F.embedding(words, self["type.word"]), F.embedding(vectors, self["type.vector"]),
                       F.embedding(affixes, self["type.affix"], padding_idx=0).view(n, -1), gram,
                       F.embedding(shapes, self["type.shape"]), flags], 1)
        m = F.relu(F.linear(f, self["type.mix.W"], self["type.mix.b"]))
        return torch.tanh(F.linear(m, self["type.out.W"], self["type.out.b"]))

    # --------------------------------------------------------------------------------------- tokens in packed order
    def encode(self, x, packing, drop=lambda t, p: t, rate=0.0):
        h = x
        for l in range(self.hp["layers"]):
            if l:
                h = drop(h, rate)
            W = torch.cat([self[f"lstm.{l}.fwd.W"], self[f"lstm.{l}.bwd.W"]])
            b = torch.cat([self[f"lstm.{l}.fwd.b"], self[f"lstm.{l}.bwd.b"]])
            U = torch.stack([self[f"lstm.{l}.fwd.U"], self[f"lstm.{l}.bwd.U"]])
            h = lstm.bilstm(F.linear(h, W, b), U, packing)
        return h

    def clipped(self, z):
        return z.clamp(0.0, self.hp["clip"])

    def hidden(self, block, h, x):
        return self.clipped(F.linear(torch.cat([h, x], 1), self[block + ".hidden.W"], self[block + ".hidden.b"]))

    def logits(self, name, z):
        return F.linear(z, self[name + ".W"], self[name + ".b"])

    def arc_sides(self, h):
        dep = self.clipped(F.linear(h, self["arc.dep.W"], self["arc.dep.b"]))
        head = self.clipped(F.linear(h, self["arc.head.W"], self["arc.head.b"]))
        return dep, head

    def arc_scores(self, dep, head):
        """dep, head [B,T,A] -> scores [B,T,T+1]: column 0 is the root, column j+1 the j-th word."""
        B, T, A = dep.shape
        root = self.clipped(self["arc.root"]).expand(B, 1, A)
        heads = torch.cat([root, head], 1)
        q = F.linear(dep, self["arc.U"]) + self["arc.u"]
        s = torch.bmm(q, heads.transpose(1, 2))
        D = self.hp["distance"]
        i = torch.arange(T).unsqueeze(1)
        j = torch.arange(T).unsqueeze(0)
        s[:, :, 1:] = s[:, :, 1:] + self["arc.distance"][(j - i).clamp(-D, D) + D]
        return s

    def label_sides(self, h):
        return F.linear(h, self["label.dep.W"]), F.linear(h, self["label.head.W"])

    def label_logits(self, dep, head):
        return self.logits("label.labels", self.clipped(dep + head + self["label.b"]))

    # ------------------------------------------------------------------------------------------------- checkpoints
    def save(self, folder, **notes):
        os.makedirs(folder, exist_ok=True)
        tensors = {n: self[n].detach().numpy() for n in self.names + ["type.vector"]}
        np.savez(os.path.join(folder, "tensors.npz.tmp.npz"), **tensors)
        os.replace(os.path.join(folder, "tensors.npz.tmp.npz"), os.path.join(folder, "tensors.npz"))
        meta = dict(self.hp, flag_words=self.flags, phrase_words=self.phrases, notes=notes)
        with open(os.path.join(folder, "model.json.tmp"), "w", encoding="utf-8") as f:
            json.dump(meta, f, ensure_ascii=False, indent=0)
        os.replace(os.path.join(folder, "model.json.tmp"), os.path.join(folder, "model.json"))

    def with_knowledge(self, flags, phrase_table):
        """The same weights with other flags, and with names of several words where it knew none: their columns begin at nought."""
        if self.phrases or not phrase_table:
            self.flags, self.phrases = flags, self.phrases and (phrase_table or self.phrases)
            return self
        hp = dict(self.hp, flags=self.hp["flags"] + phrases.BITS)
        wider = Model(hp, self["type.vector"].numpy(), flags, phrase_table)
        with torch.no_grad():
            for n in self.names:
                if n == "type.mix.W":
                    wider[n].zero_()
                    wider[n][:, :self[n].shape[1]] = self[n]
                else:
                    wider[n].copy_(self[n])
        return wider

    @staticmethod
    def load(folder):
        with open(os.path.join(folder, "model.json"), encoding="utf-8") as f:
            hp = json.load(f)
        if hp["features"] != features.FINGERPRINT:
            raise ValueError(f"{folder}: made with features {hp['features']}, this code computes {features.FINGERPRINT}")
        flags, phrase_table = hp.pop("flag_words"), hp.pop("phrase_words", None)
        hp.pop("notes", None)
        tensors = np.load(os.path.join(folder, "tensors.npz"))
        model = Model(hp, tensors["type.vector"], flags, phrase_table)
        with torch.no_grad():
            for n in model.names:
                model[n].copy_(torch.as_tensor(tensors[n]))
        return model
