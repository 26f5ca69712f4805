// Long lists of people: a filter over selects, and filter, select-all and a count over check boxes.
(function () {
  "use strict";
  function make(name, className, text) {
    const element = document.createElement(name);
    element.className = className;
    if (text) element.textContent = text;
    return element;
  }
  function search(label) {
    const input = make("input", "input");
    input.type = "search";
    input.placeholder = label;
    input.setAttribute("aria-label", label);
    input.addEventListener("keydown", function (event) { if (event.key === "Enter") event.preventDefault(); });
    return input;
  }

  function filterSelect(select) {
    const input = search("输入姓名或名称筛选");
    const options = Array.from(select.options);
    input.classList.add("select-filter");
    input.addEventListener("input", function () {
      const wanted = input.value.trim().toLowerCase();
      const kept = options.filter(function (option) {
        return !option.value || option.selected || option.text.toLowerCase().includes(wanted);
      });
      select.replaceChildren.apply(select, kept);
      if (wanted && kept.length === 2 && kept[1].value) select.value = kept[1].value;
    });
    select.before(input);
  }

  function attendance(box) {
    const rows = Array.from(box.querySelectorAll("li"));
    const bar = make("div", "attendance-bar");
    const input = search("输入姓名筛选");
    const count = make("span", "attendance-count");
    count.setAttribute("role", "status");
    function checks() { return rows.map(function (row) { return row.querySelector("input"); }).filter(Boolean); }
    function tell() {
      const present = checks().filter(function (check) { return check.checked; }).length;
      count.textContent = "已选 " + present + " / " + checks().length + " 人";
    }
    function setAll(on) {
      checks().forEach(function (check) { if (!check.closest("li").hidden) check.checked = on; });
      box.dispatchEvent(new Event("input", { bubbles: true }));
      tell();
    }
    input.addEventListener("input", function () {
      const wanted = input.value.trim().toLowerCase();
      rows.forEach(function (row) { row.hidden = !row.textContent.toLowerCase().includes(wanted); });
    });
    bar.append(input);
    [["全选", true], ["全不选", false]].forEach(function (choice) {
      const button = make("button", "button button-dense", choice[0]);
      button.type = "button";
      button.addEventListener("click", function () { setAll(choice[1]); });
      bar.append(button);
    });
    bar.append(count);
    box.prepend(bar);
    box.addEventListener("change", tell);
    tell();
  }

  function countText(area) {
    const max = Number(area.dataset.countMax);
    const text = make("p", "count-text");
    function tell() {
      const length = Array.from(area.value).length;
      text.textContent = "已写 " + length + " 字，最多 " + max + " 字";
      text.classList.toggle("count-over", length > max);
    }
    area.after(text);
    area.addEventListener("input", tell);
    tell();
  }

  function enhance(root) {
    const upgrades = [["select[data-filter]", filterSelect], ["[data-attendance]", attendance],
      ["textarea[data-count-max]:not([data-count-max=''])", countText]];
    upgrades.forEach(function (upgrade) {
      root.querySelectorAll(upgrade[0]).forEach(function (element) {
        if (element.dataset.ready) return;
        element.dataset.ready = "yes";
        upgrade[1](element);
      });
    });
  }
  document.addEventListener("DOMContentLoaded", function () { enhance(document); });
  document.addEventListener("htmx:afterSettle", function () { enhance(document); });
})();
