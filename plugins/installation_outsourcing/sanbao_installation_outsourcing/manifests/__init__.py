"""Operations, questions and pages that the plugin brings, by what they are about."""
