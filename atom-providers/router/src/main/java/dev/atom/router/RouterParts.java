package dev.atom.router;

import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/** What all calls of a router share. */
record RouterParts(
    Fleet fleet,
    List<Guard> guards,
    RouterListener listener,
    Bill bill,
    Clock clock,
    RandomGenerator random,
    Sleeper sleeper,
    boolean traced) {}
