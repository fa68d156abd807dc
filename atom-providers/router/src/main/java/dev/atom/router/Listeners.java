package dev.atom.router;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All listeners of a router as one that never throws an exception. */
final class Listeners implements RouterListener {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final List<RouterListener> listeners;

  Listeners(List<RouterListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public void callStarted(RoutedCall call) {
    tell(listener -> listener.callStarted(call));
  }

  @Override
  public void attemptStarted(Attempt.Begun attempt) {
    tell(listener -> listener.attemptStarted(attempt));
  }

  @Override
  public void attemptEnded(Attempt attempt, Exchange exchange) {
    tell(listener -> listener.attemptEnded(attempt, exchange));
  }

  @Override
  public void callEnded(RoutingTrace trace) {
    tell(listener -> listener.callEnded(trace));
  }

  private void tell(Consumer<RouterListener> event) {
    for (RouterListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("the router's listener {} failed; the call goes on", listener.getClass(), e);
      }
    }
  }
}
