"""What the tests do to a page, and what they look for in it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, textarea, [role=option]")]
  .filter((node) => node.checkVisibility({visibilityProperty: true}) && !node.closest("[inert]") && node.id !== "veil")
  .filter((node) => !node.matches(".skip:not(:focus)"))
  .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44)
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
OVERFLOW = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility({visibilityProperty: true}) && !node.closest(".examples, .skip, .hidden-label"))
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 0.5 || node.getBoundingClientRect().left < -0.5)
  .map((node) => node.outerHTML.slice(0, 120))"""

HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def say(page: Page, text: str) -> None:
    page.get_by_label("要说的话").fill(text)
    page.keyboard.press("Enter")


def faults_of(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:140]}"
        for each in violations
        if each["impact"] in {"serious", "critical"}
    ]
