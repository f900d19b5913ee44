package dev.jobward.job;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Makes the container's entity manager injectable where it is used. */
@Dependent
class Persistence {

  @Produces
  @PersistenceContext(unitName = "jobward")
  @SuppressWarnings("UnusedVariable") // a producer
  private EntityManager entities;

  @SuppressWarnings("NullAway.Init") // the container sets the field
  Persistence() {}
}
