package dev.atom.calendar;

import java.util.Optional;

/**
 * Somebody who is invited, or who invites.
 *
 * @param address a URI, as a rule {@code mailto:ada@example.org}
 * @param name what people call them
 * @param role such as {@code CHAIR} or {@code OPT-PARTICIPANT}
 * @param participation what they have answered
 * @param answerWanted whether the organizer asks for an answer
 */
public record Attendee(
    String address,
    Optional<String> name,
    Optional<String> role,
    Participation participation,
    boolean answerWanted) {

  /** Refuses an empty address. */
  public Attendee {
    if (address.isBlank()) {
      throw new IllegalArgumentException("an attendee needs an address, such as mailto:a@b.org");
    }
  }

  /**
   * Returns an attendee who has not answered and is asked to.
   *
   * @param address the mail address, with or without {@code mailto:}
   * @param name what people call them
   * @return the attendee
   */
  public static Attendee of(String address, String name) {
    String uri = address.indexOf(':') >= 0 ? address : "mailto:" + address;
    return new Attendee(uri, Optional.of(name), Optional.empty(), Participation.NEEDS_ACTION, true);
  }

  static Attendee of(Property property) {
    String address = property.raw().strip();
    return new Attendee(
        address.isEmpty() ? "invalid:nomail" : address,
        property.parameter("CN"),
        property.parameter("ROLE"),
        property.parameter("PARTSTAT").map(Participation::of).orElse(Participation.NEEDS_ACTION),
        property.parameter("RSVP").filter("TRUE"::equalsIgnoreCase).isPresent());
  }

  /**
   * Tells whether an address is theirs.
   *
   * @param other with or without {@code mailto:}, in any case
   * @return true if it is the same
   */
  public boolean hasAddress(String other) {
    return plain(address).equalsIgnoreCase(plain(other));
  }

  private static String plain(String uri) {
    return uri.regionMatches(true, 0, "mailto:", 0, 7) ? uri.substring(7) : uri;
  }

  Property property() {
    Property property = organizer("ATTENDEE");
    if (role.isPresent()) {
      property = property.with(Parameter.of("ROLE", role.get()));
    }
    property = property.with(Parameter.of("PARTSTAT", participation.text()));
    return answerWanted ? property.with(Parameter.of("RSVP", "TRUE")) : property;
  }

  /** Of an organizer only name and address are written. */
  Property organizer(String propertyName) {
    Property property = Property.raw(propertyName, address);
    return name.isPresent() ? property.with(Parameter.of("CN", name.get())) : property;
  }
}
