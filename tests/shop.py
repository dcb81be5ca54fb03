"""The small shop that ways back are tried on."""

from __future__ import annotations

SHOP = {
    "1_customers.sql": "create table customers (id integer primary key, email varchar(80));",
    "2_orders.sql": """
        create table orders (
            id integer primary key, customer integer not null, note varchar(80),
            constraint orders_customer foreign key (customer) references customers (id)
        );
        create index orders_note on orders (note);
    """,
    "3_names.sql": """
        alter table customers add column name varchar(80);
        create view customer_names as select id, name from customers;
    """,
}


def dev_url(url: str) -> str:
    """Return a dev database beside the one of a test."""
    return "sqlite://" if url.startswith("sqlite") else f"{url}?throwaway=1"
