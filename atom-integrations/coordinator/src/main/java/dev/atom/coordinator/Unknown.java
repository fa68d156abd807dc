package dev.atom.coordinator;

/**
 * Something that could not be judged because it is not known.
 *
 * @param task which task
 * @param field the field of {@link TaskSchema} that is missing or can't be read
 * @param why what could not be judged, as a sentence
 */
public record Unknown(TaskRef task, String field, String why) {}
