"""Topics: words gathered by what they mean, counts of words as counts of topics, and topics found in the counts.

`WordTopics` groups words by their vectors; `topic_counts` turns a matrix with a column a word into one with a column a
topic, every column by its name; `LatentDirichlet` finds topics in the counts themselves, and how much of each an item
has.
"""

from motif.model.topic.column import TopicCounts, topic_counts
from motif.model.topic.dirichlet import LatentDirichlet
from motif.model.topic.word import WordTopics

__all__ = ["LatentDirichlet", "TopicCounts", "WordTopics", "topic_counts"]
