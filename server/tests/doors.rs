//! The door for programs is not built yet: nothing answers there.

use crate::support::{Site, Who};

// HT-11, invariant 11
#[tokio::test(flavor = "multi_thread")]
async fn there_is_nothing_under_api() {
    let site = Site::new().await;
    for path in ["/api", "/api/v1", "/api/v1/users", "/api/v1/users/me", "/api/openapi.json", "/api/docs"] {
        for who in [Who::Anonymous, Who::Owner] {
            let mut browser = site.browser(who).await;
            assert_eq!(browser.get(path).with("authorization", "Bearer rc_pat_x_y_z").await.status, 404, "{path}");
            assert_eq!(browser.rpc(path, &serde_json::json!({})).await.status, 404, "{path}");
        }
    }
}
