"""Business papers: numbers, flows, links, timeline, deadlines and attachments."""
