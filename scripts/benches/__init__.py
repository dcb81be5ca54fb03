"""What `scripts/bench` is made of: a workload, contenders, a proxy that counts, and the page."""
