package dev.atom.mock.simulation;

/**
 * A call that a host is about to make.
 *
 * @param call which of the run's calls, from 1
 * @param write which of the run's calls that write or send, from 1; 0 if it only reads
 * @param host the host's name
 */
public record Point(int call, int write, String host) {}
