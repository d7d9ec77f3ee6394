"""The pages around drafts: the list, a service, the editor, the review. They decide nothing; services do."""
