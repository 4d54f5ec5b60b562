"""What plugs into nbgrader: its configuration, its exporter and preprocessors, collecting, and the course directory."""
