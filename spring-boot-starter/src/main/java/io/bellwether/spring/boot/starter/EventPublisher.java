package io.bellwether.spring.boot.starter;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.EndReason;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes what the election says as events of the application. */
record EventPublisher(ApplicationEventPublisher events) implements ElectionListener {

    @Override
    public void onStarted(Leadership leadership) {
        events.publishEvent(new LeadershipStarted(leadership));
    }

    @Override
    public void onStopped(Leadership leadership, EndReason reason) {
        events.publishEvent(new LeadershipStopped(leadership, reason));
    }

    @Override
    public void onLeaderChanged(Optional<String> holder) {
        events.publishEvent(new LeadershipChanged(holder));
    }
}
