"""The rights of the press watch; views and screens name them from here."""

SEE, WRITE = "press.view_cluster", "press.change_cluster"
SEE_FEEDS, FEEDS = "press.view_feed", "press.change_feed"
