"""How the tests of the API ask."""


def slug_of(entry: dict) -> str:
    return next(iter(entry["document"].values()))


def walked(client, address: str) -> list[str]:
    """The slugs of a list from its first piece to its last, as `next` leads."""
    found = []
    while address:
        answer = client.get(address).json()
        found += map(slug_of, answer["entries"])
        address = answer["next"]
    return found


def refusal(client, address: str) -> dict:
    response = client.get(address)
    assert response.status_code == 400, address
    assert response["Content-Type"] == "application/problem+json"
    [error] = response.json()["errors"]
    return error
