"""The API over the network, on records that the program itself has read."""
import json
import os
import pathlib
import signal
import sys
import unittest
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from server import HOSTILE, ServerTest


class Api(ServerTest):
    def test_every_span_is_true_over_http_too(self):
        spans = 0

        def walk(value, document):
            nonlocal spans
            if isinstance(value, list):
                for item in value:
                    walk(item, document)
            elif isinstance(value, dict):
                if isinstance(value.get("start"), int) and "text" in value and value.get("kind") != "document":
                    spans += 1
                    text = document["title"] if value.get("field") == "title" else document["text"]
                    self.assertEqual(text[value["start"]:value["end"]], value["text"])
                for item in value.values():
                    walk(item, document)

        for listed in self.get("/api/v1/documents?limit=1000")["items"]:
            document = self.get("/api/v1/records/" + listed["id"])
            for kind in ("statements", "events"):
                records = self.get(f"/api/v1/{kind}?limit=1000&document=" + listed["id"])
                self.assertEqual(records["total"], listed[kind])
                walk(records["items"], document)
        self.assertGreater(spans, 20)

    def test_pages_join_to_the_whole(self):
        whole = [one["id"] for one in self.get("/api/v1/events?limit=1000")["items"]]
        joined, after = [], ""
        while True:
            page = self.get("/api/v1/events?limit=3&after=" + urllib.parse.quote(after))
            joined += [one["id"] for one in page["items"]]
            after = page["next"]
            if after is None:
                break
        self.assertEqual(joined, whole)
        self.assertGreater(len(whole), 3)

    def test_a_posted_report_is_read_and_not_kept(self):
        before = self.get("/api/v1")
        body = json.dumps({"text": HOSTILE["text"], "published": "2022-04-04"}).encode()
        request = urllib.request.Request(self.url + "/api/v1/extract", data=body, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            found = json.load(answer)
        self.assertEqual(found["items"][0]["kind"], "document")
        self.assertEqual(found["items"][0]["text"], HOSTILE["text"])
        self.assertIn("event", {one["kind"] for one in found["items"]})
        self.assertEqual(self.get("/api/v1"), before)

    def test_a_wrong_question_is_a_problem_document(self):
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.get("/api/v1/events?date__gte=May")
        self.addCleanup(caught.exception.close)
        self.assertEqual(caught.exception.code, 400)
        self.assertEqual(caught.exception.headers["Content-Type"], "application/problem+json")


class Ending(ServerTest):
    def test_it_ends_cleanly(self):
        self.server.send_signal(signal.SIGINT)
        self.assertEqual(self.server.wait(timeout=20), 0)


if __name__ == "__main__":
    unittest.main()
