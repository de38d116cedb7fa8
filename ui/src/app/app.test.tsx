// The frame of the window on the fake platform.
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { demoData } from "../platform/fake-data";
import { renderApp } from "../testing/render-app";

test("the state of the link is said in words and follows the engine", async () => {
  const { fake } = await renderApp("/", demoData());
  const status = await screen.findByTestId("link-status");
  expect(status).toHaveTextContent("Live");
  fake.emit({
    type: "link_changed",
    status: { state: "offline", behind: 0, attempt: 1, retry_at: null, problem: null },
  });
  await waitFor(() => expect(status).toHaveTextContent("Offline"));
  expect(status).toHaveAttribute("data-state", "offline");
  expect(document.title).toBe("Dashboard, offline – TrajectoryOS");
});
