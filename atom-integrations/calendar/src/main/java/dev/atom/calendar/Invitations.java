package dev.atom.calendar;

import java.time.Clock;
import java.util.List;

/**
 * The calendars by which people invite each other (RFC 5546): a request, a later version of it, its
 * cancellation, an answer. The UID is the event's own in all of them, so that each finds the last.
 *
 * {@snippet file="dev/atom/calendar/CalendarDocTest.java" region="invite"}
 *
 * <p>Immutable and thread-safe.
 */
public final class Invitations {
  private final String productId;
  private final Clock clock;

  /**
   * Makes invitations.
   *
   * @param productId who makes them, such as {@code -//Example//Booking 1.0//EN}
   * @param clock what the time is, for DTSTAMP
   */
  public Invitations(String productId, Clock clock) {
    this.productId = productId;
    this.clock = clock;
  }

  /**
   * Invites the attendees of an event.
   *
   * @param event with organizer and attendees
   * @return the calendar to send them
   * @throws CalendarException if UID, organizer or attendees are missing
   */
  public Calendar request(Event event) {
    checkMeeting(event);
    return calendar("REQUEST", event, stamped(event.component()));
  }

  /**
   * Tells the attendees that an event is changed.
   *
   * @param event as it is now, with organizer and attendees
   * @param before as they know it
   * @return the calendar to send them, its SEQUENCE one more than before
   * @throws CalendarException if UID, organizer or attendees are missing
   * @throws IllegalArgumentException if these are not versions of the same event
   */
  public Calendar update(Event event, Event before) {
    checkMeeting(event);
    if (!event.uid().equals(before.uid()) || !event.recurrenceId().equals(before.recurrenceId())) {
      throw new IllegalArgumentException(
          event + " is no version of " + before + "; an update keeps UID and RECURRENCE-ID");
    }
    return calendar("REQUEST", event, next(event.component(), before));
  }

  /**
   * Tells the attendees that an event does not take place.
   *
   * @param event as they know it
   * @return the calendar to send them, its SEQUENCE one more than before
   * @throws CalendarException if UID, organizer or attendees are missing
   */
  public Calendar cancel(Event event) {
    checkMeeting(event);
    Component cancelled =
        next(event.component(), event)
            .with(Property.raw("STATUS", EventStatus.CANCELLED.name()))
            .withComponents(List.of());
    return calendar("CANCEL", event, cancelled);
  }

  /**
   * Answers an invitation.
   *
   * @param event as it was sent
   * @param address whose answer it is: one of the attendees
   * @param answer the answer
   * @return the calendar to send the organizer, with this attendee alone and the same SEQUENCE
   * @throws CalendarException if UID or organizer is missing, or the attendee is none
   */
  public Calendar reply(Event event, String address, Participation answer) {
    checkMeeting(event);
    Property attendee =
        event.component().properties("ATTENDEE").stream()
            .filter(property -> Attendee.of(property).hasAddress(address))
            .findFirst()
            .orElseThrow(
                () -> CalendarException.incomplete(address + " is not invited to " + event));
    Component reply =
        stamped(event.component())
            .with(attendee.with(Parameter.of("PARTSTAT", answer.text())))
            .withComponents(List.of());
    return calendar("REPLY", event, reply);
  }

  private static void checkMeeting(Event event) {
    for (String needed : List.of("UID", "ORGANIZER", "ATTENDEE")) {
      if (event.component().property(needed).isEmpty()) {
        throw CalendarException.incomplete(
            event + " has no " + needed + ", which an invitation needs");
      }
    }
  }

  private Component next(Component component, Event before) {
    if (before.sequence() == Integer.MAX_VALUE) {
      throw CalendarException.incomplete(before + " has the highest SEQUENCE that there is");
    }
    String sequence = Integer.toString(before.sequence() + 1);
    return stamped(component).with(Property.raw("SEQUENCE", sequence));
  }

  private Component stamped(Component component) {
    return component.with(Values.property("DTSTAMP", new CalendarTime.Utc(clock.instant())));
  }

  private Calendar calendar(String method, Event event, Component changed) {
    return Calendar.newBuilder(productId).method(method).event(event.with(changed)).build();
  }
}
