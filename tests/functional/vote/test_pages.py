"""The pages of a vote as students, teachers, assistants and guests meet them."""


def test_the_page_opens_for_each_role(course):
    for role in ("learner", "instructor", "assistant", "observer"):
        page = course.join(role.title(), role).get("topic-vote/")
        assert page.status_code == 200, page.text
        assert "<h1>" in page.text
