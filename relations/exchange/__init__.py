"""Documents as spreadsheets at the desk: out as XLSX or CSV, in again as drafts and proposals."""
