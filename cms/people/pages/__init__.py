"""The pages of the administration of people, one file per thing one does there."""
