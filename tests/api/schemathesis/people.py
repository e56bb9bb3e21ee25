"""Prints an access token of a new user, and one of the administrator: `people.py ADDRESS`."""

import html
import json
import os
import re
import sys
import time
import urllib.parse
import urllib.request

SHOP = sys.argv[1]
EMAIL, PASSWORD = "tester@example.org", "grosser Fuchs im Schnee"


def send(path, body=None, kind="application/json"):
    """The body of an answer; a request with a body is a POST."""
    headers = {"Accept": "application/json, text/html", "Content-Type": kind}
    request = urllib.request.Request(SHOP + path, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read().decode()


def form(path, fields):
    return send(path, urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded")


def mailed_token():
    """The token of the link that was mailed to the user; waits until the mail is there."""
    for _ in range(100):
        for row in send("/dev/mail").split("<tr>"):
            mail = re.search(r'href="(/dev/mail/[^"]+)"', row)
            if f"<td>{EMAIL}</td>" in row and mail:
                link = re.search(r'<a href="http[^"]*/verify-email\?token=([^"]+)">', send(mail[1]))
                if link:
                    return urllib.parse.unquote(html.unescape(link[1]))
        time.sleep(0.2)
    sys.exit("no mail came")


def access(email, password):
    body = json.dumps({"email": email, "password": password}).encode()
    return json.loads(send("/api/token/", body))["access"]


form("/fn/register", {"form[email]": EMAIL, "form[username]": "tester", "form[password]": PASSWORD})
form("/fn/verify-email", {"token": mailed_token()})
print(access(EMAIL, PASSWORD))
print(access(os.environ["VITRINE_SUPERUSER_EMAIL"], os.environ["VITRINE_SUPERUSER_PASSWORD"]))
