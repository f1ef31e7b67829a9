package io.bellwether.spring.boot.starter.example;

import io.bellwether.spring.boot.starter.CurrentTerm;
import io.bellwether.spring.boot.starter.LeaderOnly;
import io.bellwether.spring.boot.starter.LeadershipStarted;
import io.bellwether.spring.boot.starter.LeadershipStopped;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Settles orders every second, on one replica at a time. */
@SpringBootApplication
@EnableScheduling
public class OrdersApplication {

    private final CurrentTerm term;

    OrdersApplication(CurrentTerm term) {
        this.term = term;
    }

    @LeaderOnly
    @Scheduled(fixedDelay = 1000)
    void settle() {
        System.out.println("settled under token " + term.token());
    }

    @EventListener
    void begins(LeadershipStarted event) {
        System.out.println("leading as " + event.leadership().identity());
    }

    @EventListener
    void ends(LeadershipStopped event) {
        System.out.println("stopped: " + event.reason());
    }

    public static void main(String[] arguments) {
        SpringApplication.run(OrdersApplication.class, arguments);
    }
}
