"""What commands show beyond a line: live displays, tables and pages put together from `redraft.report`."""
