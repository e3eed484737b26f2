"""What an issue brought: counted from its deliveries once (``counting``), told from small rows (``figures``), without
a figure about fewer than ten people (``hiding``).
"""
