"""The crawlers of makers of language models, by the names that robots.txt calls them.

From what each maker publishes: OpenAI, Anthropic, Google, Apple, Meta, Amazon, Common Crawl,
ByteDance, Perplexity, Mistral, Cohere.
"""

# They gather texts to train models with; what they take is not linked to.
TRAINING = (
    "GPTBot",
    "ClaudeBot",
    "Google-Extended",
    "Applebot-Extended",
    "Meta-ExternalAgent",
    "Amazonbot",
    "CCBot",
    "Bytespider",
    "cohere-training-data-crawler",
)
# They look a page up to answer somebody's question, and mostly link to it.
ANSWERING = (
    "OAI-SearchBot",
    "ChatGPT-User",
    "Claude-SearchBot",
    "Claude-User",
    "PerplexityBot",
    "Perplexity-User",
    "Meta-ExternalFetcher",
    "MistralAI-User",
)
