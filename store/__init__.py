"""The only home of SQL and of Flask-SQLAlchemy's db."""
