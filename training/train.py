#!/usr/bin/env python3
"""Trains a model. See README.md.

train.py OUT --open FOLDER --vectors V.npz --flags words.tsv [--silver S.npz] [--minutes M | --steps N] [--hidden H] [--seed S] [--threads T]
train.py OUT --treebank TRAIN.conllu --dev DEV.conllu [--vectors V.npz] ...      any UD treebank
train.py OUT --resume

OUT/ is a checkpoint of the averaged weights, best on dev so far; OUT/state.pt is what --resume goes on from.
"""
import argparse
import json
import math
import multiprocessing
import os
import random
import time

import numpy as np
import torch
from torch.nn import functional as F

import batches
import corpora
import evaluate
import gazetteer
import lstm
import phrases
from corpora import ANY, NAME_LABELS
from model import DEFAULTS, Model
from parse import Runner
from renaming import Renaming


def arguments():
    a = argparse.ArgumentParser()
    a.add_argument("out")
    a.add_argument("--open")
    a.add_argument("--treebank", action="append", default=[])
    a.add_argument("--dev", action="append", default=[])
    a.add_argument("--language", default="en")
    a.add_argument("--vectors")
    a.add_argument("--flags", help="words.tsv of gazetteer.py")
    a.add_argument("--phrases", help="phrases.tsv of gazetteer.py")
    a.add_argument("--silver", help="files of silver.py, comma-separated")
    a.add_argument("--silver-share", type=float, default=1.0, help="silver words per gold word and epoch")
    a.add_argument("--like", help="checkpoint whose vocabularies and label lists to use (a student takes its teacher's)")
    a.add_argument("--start", help="checkpoint whose weights, vocabularies and sizes to start from")
    a.add_argument("--minutes", type=float)
    a.add_argument("--steps", type=int)
    a.add_argument("--hidden", type=int, default=DEFAULTS["hidden"])
    a.add_argument("--layers", type=int, default=DEFAULTS["layers"])
    a.add_argument("--x-dim", type=int, default=DEFAULTS["x_dim"])
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--workers", type=int, default=1, help="processes that share the work of a step (results depend on the number)")
    a.add_argument("--threads", type=int, default=1, help="torch threads of each worker")
    a.add_argument("--tokens", type=int, default=1200, help="words a batch")
    a.add_argument("--rate", type=float, default=2.5e-3)
    a.add_argument("--drop-x", type=float, default=0.2)
    a.add_argument("--drop", type=float, default=0.33)
    a.add_argument("--drop-hidden", type=float, default=0.2)
    a.add_argument("--word-dropout", type=float, default=0.08)
    a.add_argument("--noise", type=float, default=0.12)
    a.add_argument("--renaming", type=float, default=0.0, help="share of sentences whose names are exchanged for others")
    a.add_argument("--names-share", type=float, default=0.6)
    a.add_argument("--names-weight", type=float, default=0.8)
    a.add_argument("--tags-share", type=float, default=0.25)
    a.add_argument("--check", type=float, default=4.0, help="minutes between looks at dev")
    a.add_argument("--resume", action="store_true")
    return a.parse_args()


def soft_loss(logits, ids, p):
    return -(F.log_softmax(logits, 1).gather(1, ids) * p).sum() / len(ids)


class Loss:
    def __init__(self, model, args):
        self.model, self.args = model, args
        L = len(NAME_LABELS)
        self.bits = 2 ** torch.arange(L)

    def drop(self, packing):
        def shared(t, rate):                      # one mask a sentence
            if rate <= 0:
                return t
            m = torch.empty(len(packing.start) and int(packing.sentence_of.max()) + 1, t.shape[1]).bernoulli_(1 - rate).div_(1 - rate)
            return t * m[packing.sentence_of]
        return shared

    def names(self, logits, masks):
        allowed = (masks.unsqueeze(1) & self.bits) != 0
        all_ = torch.logsumexp(logits, 1)
        some = torch.logsumexp(logits.masked_fill(~allowed, -1e9), 1)
        use = masks != ANY
        return ((all_ - some) * use).sum() / len(masks)

    def __call__(self, b):
        m, a = self.model, self.args
        p = b.packing
        drop = self.drop(p)
        x = m.type_inputs(*b.types)[b.inverse]
        x = drop(x, a.drop_x)
        h = drop(m.encode(x, p, drop, a.drop), a.drop)
        d = lambda z: F.dropout(z, a.drop_hidden)
        t, e = d(m.hidden("tag", h, x)), d(m.hidden("name", h, x))
        heads = dict(tags=("tag.tags", t), xpos=("tag.xpos", t), lemmas=("tag.lemmas", t), names=("name.names", e))
        weight = dict(tags=1.0, xpos=0.3, lemmas=0.5, names=self.args.names_weight)
        n = p.tokens
        total = 0.0
        if b.soft is not None:
            for k, (name, z) in heads.items():
                share = 0.5 if k == "names" else 1.0          # the teachers know names less well than trees
                total = total + share * weight[k] * soft_loss(m.logits(name, z), b.soft[k + ".ids"], b.soft[k + ".p"])
        else:
            for k in ("tags", "xpos", "lemmas"):
                target = getattr(b, k)
                if bool((target >= 0).any()):
                    total = total + weight[k] * F.cross_entropy(m.logits(heads[k][0], heads[k][1]), target, ignore_index=batches.NONE, reduction="sum") / n
            if bool((b.names != ANY).any()):
                total = total + weight["names"] * self.names(m.logits("name.names", e), b.names)
        if b.trees or b.soft is not None:
            dep, head = m.arc_sides(h)
            s = m.arc_scores(p.unpack(d(dep)), p.unpack(d(head)))
            T = s.shape[1]
            outside = torch.cat([torch.zeros_like(p.mask[:, :1]), ~p.mask], 1).unsqueeze(1)
            itself = F.pad(torch.eye(T, dtype=torch.bool), (1, 0)).unsqueeze(0)
            s = s.masked_fill(outside | itself, -1e9)[p.mask]                     # words in reading order
            order = p.row_of[p.mask]
            if b.soft is not None:
                total = total + soft_loss(s, b.soft["arcs.ids"][order], b.soft["arcs.p"][order])
                gold = b.soft["arcs.ids"][:, 0]
            else:
                total = total + F.cross_entropy(s, b.heads[order], ignore_index=batches.NONE)
                gold = b.heads
            rows = b.head_rows(gold)
            ld, lh = m.label_sides(h)
            z = ld + torch.where(rows.unsqueeze(1) >= 0, lh[rows.clamp(min=0)], m["label.root"]) + m["label.b"]
            logits = m.logits("label.labels", d(m.clipped(z)))
            total = total + (soft_loss(logits, b.soft["labels.ids"], b.soft["labels.p"]) if b.soft is not None
                             else F.cross_entropy(logits, b.labels, ignore_index=batches.NONE))
        return total


def read_silver(path):
    z = np.load(path, allow_pickle=False)
    forms = json.loads(z["forms"].tolist())
    ends = np.cumsum([len(f) for f in forms])
    keys = [k for k in z.files if k != "forms"]
    columns = {k: z[k] for k in keys}
    out = []
    for f, e in zip(forms, ends):
        s = corpora.Sentence(f, genre="silver")
        s.scores = {k: columns[k][e - len(f):e] for k in keys}
        out.append(s)
    return out


def load_data(args, demonyms):
    if args.open:
        return corpora.english(args.open, demonyms)
    return {"trees": [s for p in args.treebank for s in corpora.conllu(p, "train")], "names": [], "tags": [],
            "dev": {os.path.basename(p)[:14]: list(corpora.conllu(p, "dev")) for p in args.dev}}


def new_model(args, data, flags, phrase_table):
    if args.start:
        model = Model.load(args.start)
        return model.with_knowledge(flags, phrase_table) if flags else model
    hp = dict(DEFAULTS, language=args.language, hidden=args.hidden, layers=args.layers, x_dim=args.x_dim,
              flags=DEFAULTS["flags"] + (phrases.BITS if phrase_table else 0))
    if args.like:
        other = Model.load(args.like)
        vectors = other["type.vector"].numpy()
        hp.update({k: other.hp[k] for k in ("words", "vector_words", "tags", "xpos", "lemmas", "labels", "names", "vector_dim")})
        return Model(hp, vectors, flags or other.flags, phrase_table)
    hp.update(batches.inventories(data["trees"] + data["tags"] + data["names"]))
    hp["xpos"] = batches.inventories(data["trees"])["xpos"]
    if args.vectors:
        z = np.load(args.vectors)
        hp["vector_words"], vectors = z["words"].tolist(), np.concatenate([np.zeros((1, z["vectors"].shape[1]), np.float32), z["vectors"]])
        hp["vector_dim"] = vectors.shape[1]
    else:
        hp["vector_words"], vectors = [], np.zeros((1, hp["vector_dim"]), np.float32)
    return Model(hp, vectors, flags, phrase_table)


class Team:
    """Workers that train one model: weights and optimiser in shared memory, a row of gradients each, the mean of the rows applied."""

    def __init__(self, workers, weights):
        self.n, self.rank = workers, 0
        self.barrier = multiprocessing.get_context("fork").Barrier(workers)
        self.grads = torch.zeros(workers, weights).share_memory_()
        self.norms = torch.zeros(workers, dtype=torch.float64).share_memory_()
        self.clock = torch.zeros(2, dtype=torch.float64).share_memory_()          # seconds spent, seconds at the last look

    def wait(self):
        if self.n > 1:
            self.barrier.wait()


class Adam:
    """Adam with the gradient clipped to norm 5, and the running mean of the weights (decay grows to 0.999) that is saved and scored.

    Each worker of the team updates its share of the tensors."""

    def __init__(self, model, workers=1, betas=(0.9, 0.97), clip=5.0):
        self.p = list(model.parameters())
        for q in self.p:
            q.data = q.data.contiguous()
            q.data.share_memory_()
        shared = lambda f: [f(q.detach()).clone().share_memory_() for q in self.p]
        self.m, self.v, self.betas, self.clip, self.n = shared(torch.zeros_like), shared(torch.zeros_like), betas, clip, 0
        self.mean = shared(lambda q: q)
        self.team = Team(workers, sum(q.numel() for q in self.p))
        load, self.share, at = [0] * workers, [], 0
        for q in self.p:                                              # a tensor goes to the worker with least to do so far
            w = load.index(min(load))
            load[w] += q.numel()
            self.share.append((w, at, at + q.numel()))
            at += q.numel()

    def step(self, rate):
        self.n += 1
        team = self.team
        with torch.no_grad():
            row = team.grads[team.rank]
            for q, (_, a, b) in zip(self.p, self.share):
                row[a:b].copy_(q.grad.reshape(-1)) if q.grad is not None else row[a:b].zero_()
            team.wait()
            mine = [(i, a, b) for i, (w, a, b) in enumerate(self.share) if w == team.rank]
            g = {i: team.grads[:, a:b].mean(0) if team.n > 1 else team.grads[0, a:b] for i, a, b in mine}
            team.norms[team.rank] = sum(float(v.norm()) ** 2 for v in g.values())
            team.wait()
            norm = float(team.norms.sum()) ** 0.5
            scale = min(1.0, self.clip / (norm + 1e-6))
            for i, _, _ in mine if math.isfinite(norm) else ():
                self.update(i, g[i].view(self.p[i].shape), rate, scale)
            team.wait()

    def update(self, i, d, rate, scale):
        keep = min(0.999, self.n / (self.n + 10.0))
        (b1, b2), p, m, v, e = self.betas, self.p[i], self.m[i], self.v[i], self.mean[i]
        if lstm.kernel():
            lstm.kernel().adam(p, d, m, v, e, rate, b1, b2, scale, self.n, keep)
            return
        d = d * scale
        m.lerp_(d, 1 - b1)
        v.mul_(b2).addcmul_(d, d, value=1 - b2)
        p.addcdiv_(m, (v / (1 - b2 ** self.n)).sqrt_().add_(1e-8), value=-rate / (1 - b1 ** self.n))
        e.lerp_(p, 1 - keep)

    def swap(self):
        with torch.no_grad():
            for q, m in zip(self.p, self.mean):
                t = q.detach().clone()
                q.copy_(m)
                m.copy_(t)

    def state(self):
        return dict(m=self.m, v=self.v, mean=self.mean, n=self.n)

    def restore(self, s):
        for name in ("m", "v", "mean"):
            for q, value in zip(getattr(self, name), s[name]):
                q.copy_(value)
        self.n = s["n"]


def epoch_plan(sets, encoder, renaming, args, rng):
    """One epoch: all trees, shares of the rest, some sentences made noisy, some with other names. A list of (encoded sentences, indices of a batch)."""
    plan = []
    for name, (sentences, encoded, share) in sets.items():
        if not sentences:
            continue
        chosen = list(range(len(sentences)))
        if share < 1.0:
            chosen = rng.sample(chosen, max(1, int(share * len(chosen))))

        def pick(i):
            dice = 1.0 if name == "silver" else rng.random()
            if dice < args.noise:
                return encoder.noisy(sentences[i], rng)
            if renaming and dice < args.noise + args.renaming:
                other = renaming(sentences[i], rng)
                return encoded[i] if other is sentences[i] else encoder(other)
            return encoded[i]

        picked = [pick(i) for i in chosen]
        plan += [(picked, b) for b in batches.schedule(picked, args.tokens, rng)]
    rng.shuffle(plan)
    return plan


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    os.makedirs(args.out, exist_ok=True)
    state_path = os.path.join(args.out, "state.pt")
    state = None
    if args.resume:
        state = torch.load(state_path, weights_only=False)
        args = argparse.Namespace(**{**vars(args), **state["args"], "resume": True, "minutes": args.minutes or state["args"]["minutes"]})
    flags = gazetteer.read(args.flags) if args.flags else {}
    data = load_data(args, {k for k, b in flags.items() if b >> gazetteer.BITS.index("demonym") & 1})
    model = new_model(args, data, flags, gazetteer.read(args.phrases) if args.phrases else None)
    types = batches.Types(model.hp, model.flags, model.phrases)
    encoder = batches.Encoder(model.hp, types)
    sets = {}
    for name, share in (("trees", 1.0), ("names", args.names_share), ("tags", args.tags_share)):
        short = [s for s in data[name] if len(s) <= 120]
        sets[name] = (short, [encoder(s) for s in short], share)
    if args.silver:
        silver = [s for path in args.silver.split(",") for s in read_silver(path)]
        gold_words, words = sum(map(len, sets["trees"][0])), sum(map(len, silver))
        sets["silver"] = (silver, [encoder(s) for s in silver], min(1.0, args.silver_share * gold_words / words))
    optimiser = Adam(model, args.workers)
    step, best = 0, -1.0
    if state:
        model.load_state_dict(state["model"])
        optimiser.restore(state["optimiser"])
        optimiser.team.clock[:] = state["spent"]
        step, best = state["step"], state["best"]
        rng.setstate(state["rng"])
    print(f"{sum(p.numel() for p in model.parameters())/1e6:.2f}M weights, {len(model.hp['words'])} words, {len(model.hp['tags'])} tags, "
          f"{len(model.hp['lemmas'])} lemma rules, {len(model.hp['labels'])} labels, {len(model.hp['vector_words'])} vectors", flush=True)
    lstm.kernel()
    run = Run(args, data, model, types, encoder, sets, optimiser, step, best, rng, state_path)
    if args.workers == 1:
        run.work(0)
        return
    context = multiprocessing.get_context("fork")
    team = [context.Process(target=run.work, args=(rank,)) for rank in range(args.workers)]
    for p in team:
        p.start()
    for p in team:
        p.join()
    if any(p.exitcode for p in team):
        raise SystemExit(f"a worker failed: exit codes {[p.exitcode for p in team]}")


class Run:
    def __init__(self, args, data, model, types, encoder, sets, optimiser, step, best, rng, state_path):
        self.args, self.data, self.model, self.types, self.encoder, self.sets = args, data, model, types, encoder, sets
        self.optimiser, self.step, self.best, self.rng, self.state_path = optimiser, step, best, rng, state_path
        self.clock = optimiser.team.clock
        self.renaming = Renaming(data["trees"] + data["names"], model.flags, model.phrases) if args.renaming else None

    def progress(self):
        a = self.args
        return max(self.step / a.steps if a.steps else 0.0, float(self.clock[0]) / (60 * a.minutes) if a.minutes else 0.0)

    def look(self):
        """Scores the mean weights on dev, keeps the best, writes what --resume needs."""
        spent = float(self.clock[0])
        self.optimiser.swap()
        runner, las = Runner([self.model]), []
        for name, sentences in self.data["dev"].items():
            c, _, _ = evaluate.score(runner, sentences)
            las.append(100 * c["las"] / max(c["n"], 1))
            print(f"  {spent/60:5.1f} min step {self.step} " + evaluate.line(name, c), flush=True)
        mean = sum(las) / max(len(las), 1)
        if mean >= self.best:
            self.best = mean
            self.model.save(self.args.out, recipe=vars(self.args), minutes=round(spent / 60, 1), steps=self.step, dev=las)
        self.optimiser.swap()
        torch.save(dict(args=vars(self.args), model=self.model.state_dict(), optimiser=self.optimiser.state(), step=self.step, spent=spent,
                        best=self.best, rng=self.rng.getstate()), self.state_path + ".tmp")
        os.replace(self.state_path + ".tmp", self.state_path)

    def work(self, rank):
        if self.args.workers > 1:
            os.setsid()          # Linux shares a busy machine out by session: two workers in one would get one worker's time
        try:
            self.train(rank)
        except BaseException:
            self.optimiser.team.barrier.abort()           # the others must not wait for ever
            raise

    def train(self, rank):
        args, team = self.args, self.optimiser.team
        team.rank = rank
        torch.set_num_threads(args.threads)
        torch.manual_seed(args.seed * 1000 + self.step + rank)
        nrng = np.random.default_rng([args.seed, self.step, rank])
        loss_of = Loss(self.model, args)
        running, seen, since = 0.0, 0, float(self.clock[0])
        epoch = 0
        while self.progress() < 1.0:
            epoch += 1
            plan = epoch_plan(self.sets, self.encoder, self.renaming, args, self.rng)
            if len(plan) < team.n:
                raise SystemExit("fewer batches than workers: use one worker, or a smaller --tokens")
            for at in range(0, len(plan) - team.n + 1, team.n):
                begin = time.time()
                done = self.progress()
                if done >= 1.0:
                    break
                rate = args.rate * min(1.0, max((self.step + 1) / 150, done / 0.1)) * max(0.01, 1 - max(0.0, done - 0.1) / 0.9)
                picked, indices = plan[at + rank]
                b = batches.Batch([picked[i] for i in indices], self.types, args.word_dropout, nrng)
                loss = loss_of(b)
                self.model.zero_grad(set_to_none=True)
                loss.backward()
                self.optimiser.step(rate)
                self.step += 1
                running += float(loss.detach())
                seen += b.packing.tokens * team.n
                if rank == 0:
                    self.clock[0] += time.time() - begin
                team.wait()
                if rank == 0 and self.step % 200 == 0:
                    spent = float(self.clock[0])
                    print(f"{spent/60:5.1f} min  step {self.step} epoch {epoch} loss {running/200:.3f}  {seen/(spent-since+1e-9):.0f} words/s", flush=True)
                    running = 0.0
                if float(self.clock[0] - self.clock[1]) > 60 * args.check and self.progress() < 0.97:
                    team.wait()
                    if rank == 0:
                        self.clock[1] = self.clock[0]
                        self.look()
                    team.wait()
        team.wait()
        if rank == 0:
            self.look()


if __name__ == "__main__":
    main()
