"""What a schema cannot say: which ids are there, and which names are taken.

A request with good data is meant to be taken. So good data gets the id of a category that is there, a name that nobody
has, a product that the user has not reviewed. Bad data stays as it was made.
"""

import itertools
import json
import os
import time
import urllib.request

import schemathesis

SHOP = os.environ["VITRINE_URL"]
TOKEN = os.environ.get("VITRINE_BEARER", "")

numbers = itertools.count(int(time.time() * 1000) % 1_000_000_000 * 1000)


def ask(method, path, body=None):
    """What the API answers, read as JSON."""
    headers = {"Content-Type": "application/json"}
    if TOKEN:
        headers["Authorization"] = f"Bearer {TOKEN}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(SHOP + path, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


CATEGORY = ask("GET", "/api/categories/")["results"][0]["id"]


def new_product():
    """The id of a published product that nobody has reviewed."""
    body = {"name": f"Reviewed {next(numbers)}", "price": "1.00", "category_id": CATEGORY}
    product = ask("POST", "/api/products/", body)["id"]
    ask("POST", f"/api/products/{product}/publish/")
    return product


def unique(text, longest):
    """The text with a number behind that nothing else has."""
    end = f" {next(numbers)}"
    return text[: longest - len(end)] + end


def good_product(body):
    if isinstance(body.get("price"), (int, float)):
        body["price"] = round(body["price"], 2)
    if "category_id" in body:
        body["category_id"] = CATEGORY
    if "name" in body:
        body["name"] = unique(body["name"], 255)


def good_category(body):
    if "name" in body:
        body["name"] = unique(body["name"], 100)
    body.pop("slug", None)
    body.pop("parent", None)


def good_user(body):
    if "username" in body:
        body["username"] = f"tester {next(numbers)}"
    profile = body.get("profile")
    if isinstance(profile, dict) and profile.get("birth_date"):
        profile["birth_date"] = "1990-12-31"


GOOD = {
    "/api/products/": good_product,
    "/api/products/{id}/": good_product,
    "/api/categories/": good_category,
    "/api/categories/{id}/": good_category,
    "/api/users/me/": good_user,
    "/api/users/{id}/": good_user,
}


@schemathesis.hook
def before_call(context, case, kwargs):
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or not isinstance(case.body, dict):
        return
    if case.path in GOOD and case.method.upper() in ("POST", "PUT", "PATCH"):
        body = json.loads(json.dumps(case.body))
        GOOD[case.path](body)
        case.body = body
    if case.path == "/api/products/{id}/reviews/" and case.method.upper() == "POST" and TOKEN:
        case.path_parameters = {**case.path_parameters, "id": new_product()}
