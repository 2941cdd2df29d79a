// Turns the block in the round. Comfort only: the picture above and the tables say the same without this file.
"use strict";

(() => {
  const box = document.querySelector("[data-round]");
  const told = document.getElementById("round-data");
  if (!box || !told) return;
  const HEAT = ["#38506b", "#8a7f6a", "#d9a441", "#e8872b", "#d9541e"];
  const BUILT = { mine: "#f3eee2", house: "#d8d2c4", lift: "#7fa8cc" };
  const data = JSON.parse(told.textContent);
  const [plot, day, time, said, begin] = ["plot", "day", "time", "said", "begin"].map((name) =>
    box.querySelector(`[data-round-${name}]`),
  );
  box.hidden = false;

  const mesh = (told, colours, more) => ({
    type: "mesh3d", x: told.x, y: told.y, z: told.z, i: told.i, j: told.j, k: told.k,
    facecolor: colours, flatshading: true, hoverinfo: "skip", ...more,
  });
  const chosen = () => {
    const one = data.days[day.selectedIndex];
    return [one, one.steps[Math.min(Number(time.value), one.steps.length - 1)]];
  };
  const heat = (one, step) => {
    const rows = data.rows[one.key === "year" ? "year" : "day"];
    return data.panes.of.map((pane) => HEAT[rows[pane] < 0 ? 0 : step.shades[rows[pane]]]);
  };
  // Far away, where the sun stands; straight above where it is down or all the year counts.
  const lamp = (step) => {
    const [x, y, z] = step.sun || [0, 0, 1];
    return { x: x * 1e5, y: y * 1e5, z: z * 1e5 };
  };
  const dim = (step) => ({ ambient: step.sun ? 0.55 : 0.8, diffuse: 0.6, specular: 0, roughness: 1, fresnel: 0 });

  function say() {
    const [one, step] = chosen();
    time.closest("label").hidden = one.steps.length < 2;
    said.textContent = one.name + (step.say ? " · " + step.say : "");
  }

  function show() {
    say();
    const [one, step] = chosen();
    const light = { lightposition: [lamp(step)], lighting: [dim(step)] };
    Plotly.restyle(plot, light, [0]);
    Plotly.restyle(plot, { facecolor: [heat(one, step)] }, [1]);
  }

  function draw() {
    const [one, step] = chosen();
    const colours = data.built.of.map((thing) => BUILT[data.marks[thing]]);
    const bare = { visible: false };
    // On a narrow screen the eye stands farther back, so that the whole block is seen.
    const back = Math.max(1, plot.clientHeight / plot.clientWidth);
    const scene = {
      aspectmode: "data", xaxis: bare, yaxis: bare, zaxis: bare, bgcolor: "#eef1ee",
      camera: { eye: { x: -0.65 * back, y: -1.4 * back, z: 0.8 * back } },
    };
    const traces = [
      mesh(data.built, colours, { lightposition: lamp(step), lighting: dim(step) }),
      mesh(data.panes, heat(one, step), { lighting: { ambient: 1, diffuse: 0, specular: 0 } }),
    ];
    const margin = { l: 0, r: 0, t: 0, b: 0 };
    return Plotly.newPlot(plot, traces, { margin, scene, showlegend: false }, { displayModeBar: false, responsive: true });
  }

  begin.addEventListener("click", () => {
    begin.disabled = true;
    const program = document.createElement("script");
    program.src = box.dataset.round;
    program.addEventListener("error", () => {
      begin.disabled = false;
      said.textContent = box.dataset.failed;
    });
    program.addEventListener("load", () => {
      plot.hidden = false;
      draw().then(() => {
        begin.hidden = true;
        box.querySelector("[data-round-choose]").hidden = false;
        say();
        day.addEventListener("change", show);
        time.addEventListener("input", show);
      }, () => {
        // No 3D on this machine: the picture above stays.
        plot.hidden = true;
        said.textContent = box.dataset.failed;
      });
    });
    document.head.append(program);
  });
})();
