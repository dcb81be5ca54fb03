"""Rules of MySQL and MariaDB."""
