package dev.atom.limit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The waiting calls of one tenant and priority, in the order in which they came. Those that need the
 * same buckets stand in one lane, of which only the first is tried; the queue's lock guards it.
 */
final class TenantLine {
  private final String tenant;
  private final Map<List<String>, Lane> lanes = new HashMap<>();
  private int size;

  private static final class Lane {
    final Deque<Waiter> waiters = new ArrayDeque<>();
    @Nullable Lack lack;
    long lookAt;
  }

  TenantLine(String tenant) {
    this.tenant = tenant;
  }

  String tenant() {
    return tenant;
  }

  int size() {
    return size;
  }

  /** The one that has waited longest. */
  Waiter first() {
    return inOrder().getFirst().waiters.getFirst();
  }

  void add(Waiter waiter) {
    lanes.computeIfAbsent(waiter.keys(), keys -> new Lane()).waiters.addLast(waiter);
    size++;
  }

  boolean remove(Waiter waiter) {
    Lane lane = lanes.get(waiter.keys());
    if (lane == null || !lane.waiters.remove(waiter)) {
      return false;
    }
    size--;
    lane.lack = null; // the next one may need less
    if (lane.waiters.isEmpty()) {
      lanes.remove(waiter.keys());
    }
    return true;
  }

  boolean has(Waiter waiter) {
    Lane lane = lanes.get(waiter.keys());
    return lane != null && lane.waiters.contains(waiter);
  }

  /** Has lanes look again that lack one of these keys, and tells whether any does. */
  boolean freed(Set<String> keys) {
    boolean any = false;
    for (Lane lane : lanes.values()) {
      if (lane.lack != null && keys.contains(lane.lack.key())) {
        lane.lack = null;
        any = true;
      }
    }
    return any;
  }

  /**
   * Answers the first call that can go without passing anyone, if there is one, or waits in vain.
   *
   * @param round what this pass through the queue has found so far
   */
  boolean advance(Round round) {
    for (Lane lane : inOrder()) {
      Waiter first = lane.waiters.getFirst();
      if (first.ask().meets(round.lacks()).isPresent()) {
        continue; // somebody before it waits for the same
      }
      Lack lack = lane.lack;
      if (lack == null || lane.lookAt - round.now() <= 0) {
        long asked = round.nanos();
        lack = round.attempt(first);
        if (lack == null) {
          remove(first);
          return true;
        }
        lane.lack = lack;
        lane.lookAt = round.lookAt(asked, lack);
      }
      round.lacks(lack, lane.lookAt);
    }
    return false;
  }

  private List<Lane> inOrder() {
    List<Lane> all = new ArrayList<>(lanes.values());
    if (all.size() > 1) {
      all.sort(Comparator.comparingLong(lane -> lane.waiters.getFirst().ticket()));
    }
    return all;
  }
}
