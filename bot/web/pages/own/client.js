// In the platform's own client: ask it who is there, then go on as after a consent.
const asked = document.getElementById("client").dataset;
window.dd.requestAuthCode({
  corpId: asked.corp,
  clientId: asked.client,
  onSuccess: (result) => {
    const query = new URLSearchParams({ code: result.code, state: asked.state, inside: "1" });
    location.replace(`/login/${asked.platform}/done?${query}`);
  },
  onFail: () => { location.replace(asked.otherwise); },
});
