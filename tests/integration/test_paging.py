from datetime import UTC, datetime

from sqlalchemy import select

from lti_tools.store.database import Database
from lti_tools.store.tables.schools import Tenant
from lti_tools.web.paging import page_of_query


def test_a_query_is_cut_into_pages_by_the_database(database: Database) -> None:
    with database.write() as db:
        db.add_all(Tenant(name=f"School {n:02}", created_at=datetime.now(UTC)) for n in range(7))
    query = select(Tenant).order_by(Tenant.name)
    with database.read() as db:
        page = page_of_query(db, query, 2, size=3)
        assert [tenant.name for tenant in page.items] == ["School 03", "School 04", "School 05"]
        assert (page.total, page.count) == (7, 3)
        assert [row.name for row in page_of_query(db, query, 99, size=3).items] == ["School 06"]
        assert page_of_query(db, query.where(Tenant.name == ""), 1).items == []
        pairs = page_of_query(db, select(Tenant.id, Tenant.name).order_by(Tenant.id), 1, size=1)
        assert pairs.items[0].name == "School 00"
