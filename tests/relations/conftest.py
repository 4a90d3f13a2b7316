"""Three colleagues at the desk; a file that needs their accounts instead has its own."""

import pytest

from tests.desk import at_the_desk, colleague


@pytest.fixture
def author(db):
    return at_the_desk(colleague("oksana", "author"))


@pytest.fixture
def editor(db):
    return at_the_desk(colleague("kenji", "editor"))


@pytest.fixture
def publisher(db):
    return at_the_desk(colleague("mariia", "publisher"))
