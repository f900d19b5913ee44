package dev.jobward.job;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** JPA 3.1 has no {@link Instant} of its own; {@code timestamptz} columns arrive as timestamps. */
@Converter(autoApply = true)
@SuppressWarnings("JavaUtilDate") // the type that JDBC gives and takes
public final class InstantConverter
    implements AttributeConverter<@Nullable Instant, @Nullable Timestamp> {

  /** For SQL and for function calls, where no converter applies by itself. */
  static Timestamp timestamp(Instant instant) {
    return Timestamp.from(instant);
  }

  @Override
  public @Nullable Timestamp convertToDatabaseColumn(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  @Override
  public @Nullable Instant convertToEntityAttribute(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
