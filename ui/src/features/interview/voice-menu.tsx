// Who words the questions of the open session, where a language model is chosen in Settings: that one,
// another of its server, or the built-in interviewer.
import { Menu } from "@base-ui/react/menu";
import { Check, Cpu } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ModelChoice } from "../../bindings/ModelChoice";
import type { Session } from "../../bindings/Session";
import type { Voice } from "../../bindings/Voice";
import { buttonClass } from "../../components/button";
import { MenuPopup, menuItemClass } from "../../components/menu";
import { useSend } from "../../data/commands";
import { useLocalModels, useModels } from "../../data/queries";
import { classNames } from "../../lib/class-names";

const prefix = "model:";

function valueOfVoice(voice: Voice): string {
  return voice.type === "model" ? prefix + voice.name : voice.type;
}

function voiceOf(value: string): Voice {
  if (value === "usual" || value === "built_in") return { type: value };
  return { type: "model", name: value.slice(prefix.length) };
}

/** The button with its menu; nothing without a model to choose, or for a session that is final. */
export function VoiceMenu({ session }: { readonly session: Session | null }) {
  const { t } = useTranslation("interview");
  const send = useSend();
  const models = useModels().data;
  const chosen = models?.here ? models.chosen : null;
  if (!chosen || !session || session.status === "finalized") return null;
  const { id, voice } = session;
  const names = { usual: chosen.model, built_in: t("voice.builtIn") };
  const name = voice.type === "model" ? voice.name : names[voice.type];
  function choose(value: string): void {
    if (value !== valueOfVoice(voice)) void send({ type: "set_voice", id, voice: voiceOf(value) });
  }
  return (
    <Menu.Root>
      <Menu.Trigger
        data-testid="voice"
        data-voice={valueOfVoice(voice)}
        aria-label={t("voice.button", { name })}
        className={classNames(buttonClass({ small: true }), "touch:w-11 touch:px-0")}
      >
        <Cpu aria-hidden className="size-3.5" />
        <span className="max-w-32 truncate touch:hidden">{name}</span>
      </Menu.Trigger>
      <MenuPopup side="top" align="start" className="w-72 max-w-[calc(100vw-1rem)]">
        <Menu.RadioGroup value={valueOfVoice(voice)} onValueChange={choose}>
          <Menu.GroupLabel className="px-2.5 pt-1.5 pb-1 font-medium text-11 text-text-3">
            {t("voice.title")}
          </Menu.GroupLabel>
          <Choice value="usual" name={chosen.model} note={t("voice.usualNote")} />
          <Others chosen={chosen} voice={voice} />
          <Choice value="built_in" name={t("voice.builtIn")} note={t("voice.builtInNote")} />
        </Menu.RadioGroup>
      </MenuPopup>
    </Menu.Root>
  );
}

/** The other models of the chosen one's server, as far as they are known. */
function Others({ chosen, voice }: { readonly chosen: ModelChoice; readonly voice: Voice }) {
  const found = useLocalModels().data ?? [];
  const here = found.find(({ base_url }) => base_url === chosen.base_url)?.models ?? [];
  const own = voice.type === "model" ? [voice.name] : [];
  const names = [...new Set([...own, ...here])].filter((name) => name !== chosen.model);
  return names.map((name) => <Choice key={name} value={prefix + name} name={name} note="" />);
}

function Choice({
  value,
  name,
  note,
}: {
  readonly value: string;
  readonly name: string;
  readonly note: string;
}) {
  return (
    <Menu.RadioItem value={value} closeOnClick className={classNames(menuItemClass, "py-1.5")}>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{name}</span>
        {note && <span className="block text-12 text-text-2">{note}</span>}
      </span>
      <Menu.RadioItemIndicator>
        <Check aria-hidden className="size-4" />
      </Menu.RadioItemIndicator>
    </Menu.RadioItem>
  );
}
