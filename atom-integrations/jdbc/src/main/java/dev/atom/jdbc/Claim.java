package dev.atom.jdbc;

/** Who claims how much, and until when; instants in microseconds. */
record Claim(String worker, int limit, long now, long until) {}
