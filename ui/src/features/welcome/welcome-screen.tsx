// The first run: one question, ready to be answered. Nothing is asked before it, and nothing is
// stored before the answer.
import { useNavigate } from "@tanstack/react-router";
import { HardDrive, type LucideIcon, Quote, Ruler } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../components/button";
import { controlClass } from "../../components/field";
import { KeyHint } from "../../components/key-hint";
import { LinkAnnouncer, LinkState } from "../../components/link-state";
import { Rule } from "../../components/rule";
import { Toaster } from "../../components/toaster";
import { classNames } from "../../lib/class-names";
import { isComposing } from "../../lib/composing";
import { useFirstAnswer } from "./use-first-answer";

/** The welcome screen. */
export function WelcomeScreen() {
  const { t } = useTranslation("interview");
  const navigate = useNavigate();
  const { answer, leave, busy } = useFirstAnswer();
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    document.title = `${t("title")} – TrajectoryOS`;
    field.current?.focus();
  }, [t]);

  async function send(): Promise<void> {
    const words = text.trim();
    if (words === "" || busy) {
      field.current?.focus();
      return;
    }
    const id = await answer(words, name.trim());
    if (id === null) return;
    await navigate({ to: "/interview/$sessionId", params: { sessionId: id }, replace: true });
  }

  function pressed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    void send();
  }

  return (
    <div
      data-testid="welcome"
      className="grid h-full grid-rows-[auto_minmax(0,1fr)] overflow-x-hidden overflow-y-auto"
    >
      <header className="flex h-(--h-titlebar) items-center justify-end gap-1 px-3">
        <Button
          kind="quiet"
          small
          onClick={() => void leave(name.trim()).then(() => navigate({ to: "/", replace: true }))}
        >
          {t("welcome.skip")}
        </Button>
        <LinkAnnouncer />
        <LinkState data-testid="link-status" className="px-2" />
      </header>
      <div className="flex min-h-min flex-col">
        <main className="mx-auto flex w-full max-w-[40.5rem] flex-1 flex-col justify-center px-4 py-8 rail:px-6">
          <div className="mb-5 max-w-105">
            <Rule reading={null} />
          </div>
          <h1
            id="question"
            data-testid="welcome-question"
            className="text-balance font-semibold text-20 tracking-[-0.025em] rail:text-28"
          >
            {t("welcome.question")}
          </h1>
          <p className="mt-2.5 text-14 text-text-2">{t("welcome.under")}</p>
          <div className="mt-6 rounded-lg border border-line-control bg-surface pt-3.5 pr-3 pb-2.5 pl-4 shadow-2 focus-within:border-accent focus-within:ring-3 focus-within:ring-accent-soft">
            <textarea
              ref={field}
              data-testid="welcome-answer"
              aria-labelledby="question"
              rows={3}
              value={text}
              placeholder={t("welcome.placeholder")}
              className="block w-full resize-none bg-transparent text-14 outline-none placeholder:text-text-3"
              onChange={(event) => setText(event.target.value)}
              onKeyDown={pressed}
            />
            <div className="mt-1.5 flex items-center justify-end gap-2">
              <span className="text-11 text-text-3">{t("welcome.time")}</span>
              <Button
                kind="primary"
                small
                busy={busy}
                data-testid="welcome-send"
                onClick={() => void send()}
              >
                {t("welcome.send")}
                <span aria-hidden className="touch:hidden">
                  <KeyHint>⏎</KeyHint>
                </span>
              </Button>
            </div>
          </div>
          <input
            aria-label={t("welcome.name")}
            placeholder={t("welcome.name")}
            autoComplete="name"
            maxLength={120}
            value={name}
            className={classNames(controlClass, "mt-3.5 w-full max-w-60 border-line text-12")}
            onChange={(event) => setName(event.target.value)}
          />
        </main>
        <div className="mx-auto grid w-full max-w-[57.5rem] gap-x-6 gap-y-3 px-4 pb-5 rail:px-6 wide:grid-cols-3 wide:pb-10">
          <Fact icon={HardDrive} title={t("welcome.privacy")} text={t("welcome.privacyText")} />
          <Fact icon={Quote} title={t("welcome.words")} text={t("welcome.wordsText")} />
          <Fact icon={Ruler} title={t("welcome.doubt")} text={t("welcome.doubtText")} />
        </div>
      </div>
      <Toaster />
    </div>
  );
}

function Fact({
  icon: Icon,
  title,
  text,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
}) {
  return (
    <div className="flex items-start gap-3">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-text-3" />
      <p className="text-12 text-text-2">
        <b className="font-semibold text-text">{title}</b>
        <br />
        {text}
      </p>
    </div>
  );
}
