"""The page in a real browser: Debian's Chromium, without a screen. Skipped, by name, where it is not installed."""
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from server import HOSTILE, ServerTest

try:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait
except ImportError:
    webdriver = None

MISSING = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None] + ([] if webdriver else ["python3-selenium"])

# Relative luminance and contrast, as WCAG 2 defines them.
CONTRAST = """
const rgb = (text) => { const c = document.createElement('canvas').getContext('2d'); c.fillStyle = text; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data]; };
const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
const behind = (node) => { for (; node; node = node.parentElement) { const c = getComputedStyle(node).backgroundColor; if (rgb(c)[3] === 255 && c !== 'rgba(0, 0, 0, 0)') return rgb(c); } return [255, 255, 255]; };
const low = [];
for (const node of document.querySelectorAll('body *')) {
  if (![...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()) || !node.checkVisibility() || node.closest('.m-boilerplate')) continue;
  const a = light(rgb(getComputedStyle(node).color)), b = light(behind(node));
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) low.push(node.className + ' “' + node.textContent.trim().slice(0, 30) + '” ' + ratio.toFixed(2));
}
return low;
"""


@unittest.skipIf(MISSING, "not installed: " + ", ".join(MISSING))
class Page(ServerTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        profile = tempfile.TemporaryDirectory(prefix="readout-chromium-", ignore_cleanup_errors=True)
        cls.addClassCleanup(profile.cleanup)
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                     "--disable-sync", "--disable-dev-shm-usage", "--window-size=1440,900", f"--user-data-dir={profile.name}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        cls.browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        cls.addClassCleanup(cls.browser.quit)
        cls.browser.set_page_load_timeout(60)

    def setUp(self):
        self.browser.set_window_size(1440, 900)

    def tearDown(self):
        # A refused request or a script error anywhere would be here: nothing was asked of anybody else, nothing was injected.
        faults = [line["message"] for line in self.browser.get_log("browser") if line["level"] == "SEVERE"]
        self.assertEqual(faults, [])

    def open(self, path):
        self.browser.get(self.url + path)
        self.wait(lambda: self.all("#items > li"))

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def wait(self, condition):
        return WebDriverWait(self.browser, 20, ignored_exceptions=(Exception,)).until(lambda _: condition())

    def text_of(self, selector):
        return self.browser.execute_script("return document.querySelector(arguments[0])?.textContent", selector)

    def own_words(self, role):
        """The words marked as playing a role in the chosen record, piece by piece."""
        return self.browser.execute_script("return [...document.querySelectorAll('.own-' + arguments[0])].map((one) => one.textContent).join('')", role)

    def press(self, *keys):
        self.browser.switch_to.active_element.send_keys(*keys)

    def test_the_list_holds_what_the_store_holds(self):
        self.open("/")
        reports = self.get("/api/v1/documents?limit=1000")
        self.assertEqual(self.text_of("#count span"), f"{reports['total']} reports")
        self.assertEqual(len(self.all("#items a.card")), len(reports["items"][:50]))
        self.assertIn(f"{reports['total']} reports", self.text_of("#holds"))

    def test_every_record_is_marked_on_its_own_words(self):
        marked = 0
        for listed in self.get("/api/v1/documents?limit=1000")["items"]:
            document = self.get("/api/v1/records/" + listed["id"])
            records = [record for kind in ("statements", "events")
                       for record in self.get(f"/api/v1/{kind}?limit=1000&document=" + listed["id"])["items"]]
            for record in records[:6]:
                self.open(f"/documents/{listed['id']}?record={record['id']}")
                self.wait(lambda: self.all("#records [aria-current]"))
                self.assertEqual(self.text_of(".words"), document["text"])
                parts = ({"content": record["content"], "cue": record["cue"]} if record["kind"] == "statement"
                         else {"trigger": record["event_text"], "actor": record["actor"], "recipient": record["recipient"]})
                for role, spans in parts.items():
                    covered = {i for span in spans if span.get("field") != "title" for i in range(span["start"], span["end"])}
                    wanted = "".join(document["text"][i] for i in sorted(covered))
                    titled = "".join(span["text"] for span in spans if span.get("field") == "title")
                    self.assertEqual(self.own_words(role), titled + wanted, f"{role} of {record['id']}")
                marked += 1
        self.assertGreater(marked, 10)

    def test_a_report_is_words_and_never_markup(self):
        self.open("/documents?text=%22document.title%22")
        self.one("#items a.card").click()
        self.wait(lambda: self.all(".words"))
        self.assertEqual(self.text_of(".words"), HOSTILE["text"])
        self.assertEqual(self.text_of(".text h1"), HOSTILE["title"])
        self.assertIn("onerror", self.browser.title)
        self.assertEqual(self.all(".words script, .words b, .text img"), [])

    def test_a_chosen_record_says_why(self):
        event = self.get("/api/v1/events?limit=1")["items"][0]
        self.open(f"/documents/{event['document']}")
        self.wait(lambda: self.all(f"#records a[data-id={event['id']}]"))
        self.one(f"#records a[data-id={event['id']}]").click()
        self.wait(lambda: self.all("#records .why dt"))
        reasons = [one.text for one in self.all("#records .why dt")]
        self.assertTrue(reasons[0].startswith("trigger"))
        self.assertIn("rule", reasons)
        self.assertIn("record=" + event["id"], self.browser.current_url)

    def test_the_address_holds_the_state(self):
        event = self.get("/api/v1/events?limit=1")["items"][0]
        self.open(f"/events/{event['document']}?event={event['event']}&record={event['id']}")
        self.wait(lambda: self.all("#records .why dt"))
        self.assertEqual(self.one("#f-event").get_attribute("value"), event["event"])
        self.assertTrue(all(one.text == event["event"] for one in self.all("#items .category")))
        self.assertEqual(self.one("nav a[aria-current]").text, "Events")
        self.one("nav a[data-view=documents]").click()
        self.wait(lambda: self.one("nav a[aria-current]").text == "Reports")
        self.browser.back()
        self.wait(lambda: self.all("#records .why dt"))
        self.assertIn("event=" + event["event"], self.browser.current_url)

    def test_filters_go_into_the_address_and_the_list_follows(self):
        self.open("/documents")
        self.one("#f-text").send_keys("hospital", Keys.ENTER)
        total = self.get("/api/v1/documents?text=hospital")["total"]
        self.wait(lambda: "text=hospital" in self.browser.current_url)
        self.wait(lambda: self.text_of("#count span").startswith(str(total) + " "))
        self.wait(lambda: len(self.all("#items a.card")) == total)
        self.one(".filters button.quiet").click()
        self.wait(lambda: "text=" not in self.browser.current_url)

    def test_nothing_found_is_said(self):
        self.open("/events?text=zzzzzz")
        self.wait(lambda: self.all("#items .empty"))
        self.assertIn("Nothing meets all", self.text_of("#items"))

    def test_keys_alone_are_enough(self):
        self.open("/documents")
        self.one("body").send_keys("j")
        self.wait(lambda: self.browser.switch_to.active_element.get_attribute("class") == "card")
        self.press("j")
        self.press(Keys.ENTER)
        self.wait(lambda: self.all(".words"))
        first = self.browser.current_url
        self.press(Keys.ARROW_RIGHT)
        self.assertEqual(self.browser.switch_to.active_element.get_attribute("id"), "text")
        self.press(Keys.ARROW_LEFT)
        self.press("k", Keys.ENTER)
        self.wait(lambda: self.browser.current_url != first)
        self.press(Keys.ESCAPE)
        self.wait(lambda: self.browser.current_url.endswith("/documents"))
        self.press("/")
        self.assertEqual(self.browser.switch_to.active_element.get_attribute("id"), "f-text")
        self.press("jk3")
        self.assertEqual(self.one("#f-text").get_attribute("value"), "jk3", "keys in a box are letters")
        self.press(Keys.ESCAPE)
        self.press("?")
        self.wait(lambda: self.one("#help").is_displayed())
        self.press(Keys.ESCAPE)
        self.wait(lambda: not self.one("#help").is_displayed())
        self.one("body").send_keys("3")
        self.wait(lambda: self.one("nav a[aria-current]").text == "Events")

    def test_nobody_else_is_asked(self):
        event = self.get("/api/v1/events?limit=1")["items"][0]
        self.open(f"/documents/{event['document']}?record={event['id']}")
        self.wait(lambda: self.all("#records .why dt"))
        asked = self.browser.execute_script("return performance.getEntriesByType('resource').map((one) => one.name)")
        self.assertGreater(len(asked), 8)
        self.assertEqual([one for one in asked if not one.startswith(self.url)], [])

    def test_every_box_and_button_has_a_name(self):
        self.open("/events")
        self.one(".more-filters summary").click()
        nameless = self.browser.execute_script(
            "return [...document.querySelectorAll('input, select, textarea, button')].filter((one) => "
            "!one.labels?.length && !one.getAttribute('aria-label') && !one.textContent.trim()).map((one) => one.outerHTML)")
        self.assertEqual(nameless, [])
        self.assertEqual(self.browser.execute_script("return document.documentElement.lang"), "en")

    def test_words_can_be_read_in_light_and_dark(self):
        event = self.get("/api/v1/events?limit=1")["items"][0]
        for theme in ("light", "dark"):
            self.open(f"/documents/{event['document']}?record={event['id']}")
            self.browser.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
            self.wait(lambda: self.all("#records .why dt"))
            self.browser.execute_script("document.getAnimations().forEach((one) => one.finish())")
            self.assertEqual(self.browser.execute_script(CONTRAST), [], theme)

    def test_a_narrow_screen_shows_one_thing_at_a_time(self):
        event = self.get("/api/v1/events?limit=1")["items"][0]
        self.browser.set_window_size(500, 900)
        self.open("/documents")
        self.assertTrue(self.one("#list").is_displayed())
        self.assertFalse(self.one("#text").is_displayed())
        self.browser.get(self.url + f"/documents/{event['document']}")
        self.wait(lambda: self.one("#text").is_displayed() and self.all(".words"))
        self.assertFalse(self.one("#list").is_displayed())
        wider = self.browser.execute_script("return document.documentElement.scrollWidth > innerWidth + 1")
        self.assertFalse(wider, "nothing sticks out")

    def test_a_text_of_ones_own_is_read_in_place(self):
        self.browser.get(self.url + "/try")
        self.wait(lambda: self.all("#try-text"))
        words = "Germany praised France on Monday. “We thank our friends,” Chancellor Olaf Scholz said."
        self.one("#try-text").send_keys(words)
        self.one("button.main").click()
        self.wait(lambda: self.all("#records a.card"))
        self.assertEqual(self.text_of(".words"), words)
        self.one("#records a.card").click()
        self.wait(lambda: self.all(".own"))


if __name__ == "__main__":
    unittest.main()
