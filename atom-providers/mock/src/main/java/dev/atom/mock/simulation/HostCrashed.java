package dev.atom.mock.simulation;

/**
 * The end of a host. An error, so that nothing that recovers from exceptions hides it; whoever
 * catches it anyway gets it again at the next call.
 */
public final class HostCrashed extends Error {
  private static final long serialVersionUID = 1L;

  HostCrashed(String host) {
    super(host + " has crashed", null, false, false);
  }
}
